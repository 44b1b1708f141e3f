import Foundation
import MixpanelImport
import SystemPackage
import Testing

/// What stands in a row, and that it can be read back.
@Suite struct ReportRowTests {
    private static let hostile =
        "\u{1B}]0;x\u{7}\u{1B}[2J\r\n\t\0\u{8}\u{7F}\u{85}\u{9B}31m\u{202E}\u{2066}\u{FEFF}\u{E000} \"q\" \\ é 🙂 e\u{301}"

    private static func escaped(_ text: String) throws -> String {
        String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    }

    private static func refusal(_ records: String, imported: Int) -> String {
        LoopbackServer.response(
            400,
            #"{"code":400,"failed_records":[\#(records)],"num_records_imported":\#(imported)}"#
        )
    }

    @Test func `fields stand in the documented order`() async throws {
        let run = try ReportRun()
        let server = try LoopbackServer {
            guard $0 > 0 else { return LoopbackServer.response(502, "bad gateway") }
            return Self.refusal(
                #"{"index":1,"insert_id":"b","field":"properties.time","message":"'time' is \"bad\""}"#,
                imported: 1
            )
        }
        let text = ReportRun.event("a") + "{\"event\":1}\n" + ReportRun.event("b") + " \t\n"
        let result = try await run.run(text, project: server.project)
        #expect(result.counts.isBalanced)
        #expect(
            try run.rows == [
                #"{"line":1,"status":"imported","insert_id":"a","attempts":2}"#,
                #"{"line":2,"status":"rejected","by":"mixport","reason":"missing_event","column":10,"message":"\"event\" must be a string, found a number."}"#,
                #"{"line":3,"status":"rejected","insert_id":"b","by":"server","reason":"validation","field":"properties.time","message":"'time' is \"bad\"","code":400,"attempts":2}"#,
                #"{"line":4,"status":"blank"}"#,
            ]
        )
        #expect(try run.contents("report.rejects.ndjson") == "{\"event\":1}\n" + ReportRun.event("b"))
    }

    @Test func `hostile texts of the service are escaped and read back as they were`() async throws {
        let run = try ReportRun()
        let record =
            #"{"index":0,"field":\#(try Self.escaped(Self.hostile)),"message":\#(try Self.escaped(Self.hostile))}"#
        let server = try LoopbackServer { _ in Self.refusal(record, imported: 0) }
        _ = try await run.run(ReportRun.event("a"), project: server.project)
        let row = try #require(try run.rows.first)
        #expect(row.unicodeScalars.allSatisfy { $0.isHarmless }, "\(row.debugDescription)")
        #expect(
            row.contains(
                #"\u001b]0;x\u0007\u001b[2J\u000d\u000a\u0009\u0000\u0008\u007f\u0085\u009b31m\u202e\u2066\ufeff\ue000"#
            )
        )
        #expect(row.contains(#" \"q\" \\ é 🙂 "#))
        let fields = try #require(try JSONSerialization.jsonObject(with: Data(row.utf8)) as? [String: Any])
        #expect(fields["message"] as? String == Self.hostile)
        let entry = try #require(try ReportSummary(path: FilePath(run.report)).reasons.byFrequency.first)
        #expect(entry.message == Self.hostile)
        #expect(entry.field == Self.hostile)
        #expect(entry.firstLine == 1)
        #expect(entry.reason == .validation)
        #expect(entry.status == .rejected)
    }

    @Test(arguments: [299, 300, 301, 100_000])
    func `a message is cut to 300 characters`(count: Int) async throws {
        let run = try ReportRun()
        let server = try LoopbackServer { _ in
            Self.refusal(#"{"index":0,"message":"\#(String(repeating: "é\\u001b", count: count / 2))"}"#, imported: 0)
        }
        _ = try await run.run(ReportRun.event("a"), project: server.project)
        let message = try #require(try ReportSummary(path: FilePath(run.report)).reasons.byFrequency.first?.message)
        #expect(message.count == min(count / 2 * 2, 300))
    }

    @Test func `marks without end on one letter are cut too`() async throws {
        let run = try ReportRun()
        let marks = "e" + String(repeating: "\u{301}", count: 100_000)
        let server = try LoopbackServer { _ in Self.refusal(#"{"index":0,"message":"\#(marks)"}"#, imported: 0) }
        _ = try await run.run(ReportRun.event("a"), project: server.project)
        #expect(try run.contents().utf8.count < 2_000)
    }

    @Test func `hostile ids are escaped, and a resumed run knows them again`() async throws {
        var run = try ReportRun()
        let ids = [
            "\u{202E}evil", #"\u001b[2J"#, #"\u202e\"\\\/"#, "\u{7F}\u{9B}", "", "plain", "e\u{301}", #"\ud83d\ude00"#,
            "🙂",
        ]
        let text = ids.map(ReportRun.event).joined() + "{\"event\":\"e\",\"properties\":{}}\nnonsense\n\n"
        // The service itself takes few of them, so a validation would reject them.
        let server = try LoopbackServer { _ in
            LoopbackServer.response(200, #"{"code":200,"num_records_imported":10,"status":"OK"}"#)
        }
        _ = try await run.run(text, project: server.project)
        let before = try run.contents()
        #expect(try run.rows.allSatisfy { $0.unicodeScalars.allSatisfy { $0.isHarmless } })
        for (row, id) in zip(try run.rows, ids) {
            let fields = try #require(try JSONSerialization.jsonObject(with: Data(row.utf8)) as? [String: Any])
            let line = try #require(
                try JSONSerialization.jsonObject(with: Data(ReportRun.event(id).utf8)) as? [String: Any]
            )
            let sent = (line["properties"] as? [String: Any])?["$insert_id"] as? String
            #expect(fields["insert_id"] as? String == sent)
            #expect(fields["status"] as? String == "imported")
        }
        run.existing = .resume
        let result = try await run.run(text, project: server.project)
        #expect(result.inputError == nil)
        #expect(result.isComplete)
        #expect(try run.contents() == before)
        #expect(result.counts.lines == ids.count + 3)
    }

    @Test func `every reason is read back from its row`() async throws {
        let run = try ReportRun()
        let text = [
            "nonsense", "[]", String(repeating: "[", count: 200), #"{"properties":{}}"#, #"{"event":"e"}"#,
            #"{"event":"e","event":"e","properties":{}}"#, String(repeating: "x", count: 2_000_000),
        ].joined(separator: "\n")
        let result = try await run.run(text)
        let contents = try ReportSummary(path: FilePath(run.report))
        #expect(contents.counts == result.counts)
        #expect(contents.reasons.byFrequency == result.reasons.byFrequency)
        #expect(
            Set(contents.reasons.byFrequency.map(\.reason)) == [
                .notJSON, .notObject, .tooDeep, .missingEvent, .missingProperties, .duplicateKey, .lineTooLong,
            ]
        )
        #expect(contents.isDryRun == false || contents.counts.imported == 0)
    }

    @Test func `a file that is no report is not taken for one`() throws {
        let folder = try TemporaryFolder()
        for text in [
            "{}\n", "\n", "line\n", #"{"line":1}"# + "\n", #"{"line":1,"status":"lost"}"# + "\n",
            #"{"line":1,"status":"rejected","by":"server","reason":"whim"}"# + "\n",
            #"{"line":1,"status":"imported""# + "\n",
        ] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path("r")))
            #expect(throws: ReportMismatch.foreignRow(line: 1), "\(text)") {
                try ReportSummary(path: folder.file("r"))
            }
        }
        #expect(throws: ReportUnreadable.self) { try ReportSummary(path: folder.file("missing")) }
    }

    @Test func `a row that a crash cut short is seen`() async throws {
        let run = try ReportRun()
        _ = try await run.run(ReportRun.event("a") + ReportRun.event("b"))
        let whole = try run.contents()
        for cut in 1..<whole.split(separator: "\n")[1].utf8.count {
            try Data(whole.utf8.dropLast(cut)).write(to: URL(fileURLWithPath: run.report))
            let contents = try ReportSummary(path: FilePath(run.report))
            #expect(contents.isTorn)
            #expect(contents.counts.lines == 1)
        }
    }
}
