import Foundation
import MixpanelSandbox
import Testing

/// `mixport verify`: is what was imported in the raw export?
@Suite struct VerifyTests {
    private static let allButFour = Verifying.events((1...20).filter { ![3, 8, 11, 20].contains($0) })

    @Test func `what is missing is counted, with its first and last line`() async throws {
        let seen = try await Verifying(Self.allButFour, exit: 75)
        #expect(seen.words("imported").first == "20")
        #expect(seen.words("there").prefix(2) == ["16", "80.00"])
        #expect(seen.words("missing  ") == ["4", "lines", "3", "to", "20"])
        #expect(seen.words("only in the export") == ["0"])
        #expect(seen.lines.last?.hasSuffix("verify r.ndjson --report MISSING < EXPORT") == true, "\(seen.lines)")
        #expect(seen.outcome.errors.isEmpty)
    }

    @Test func `lines between two of one day are of that day, others are not known`() async throws {
        let seen = try await Verifying(Self.allButFour, exit: 75)
        #expect(seen.hasLine("  2024-06-01  1 missing, 4 there") && seen.hasLine("  2024-06-02  1 missing, 4 there"))
        // Line 11 stands between two days, line 20 at the end.
        #expect(seen.hasLine("  not known   2 missing"), "\(seen.outcome)")
    }

    @Test(arguments: [false, true]) func `the input tells the days of all lines`(isCompressed: Bool) async throws {
        let text = Verifying.events(1...20)
        let export = Array(Self.allButFour.utf8)
        let stimulus = Case(.bytes(export), ["verify", "r.ndjson", "--input", "in"]).with { stimulus in
            stimulus.defaults = []
        }
        let input = isCompressed ? try await Verifying.gzip(text) : Array(text.utf8)
        try await Chain.with(stimulus.service) { chain in
            try chain.directory.write(Verifying.report, to: "r.ndjson")
            try chain.directory.write(input, to: "in")
            let said = try await stimulus.run(in: chain.directory, against: chain.sandbox).standardOutput
            for (day, there) in [(1, 4), (2, 4), (3, 4), (4, 4)] {
                #expect(said.contains("  2024-06-0\(day)  1 missing, \(there) there\n"), "\(said)")
            }
            #expect(!said.contains("not known") && !said.contains("judged"), "\(said)")
        }
    }

    @Test func `a day that the export does not reach is said to be none of it`() async throws {
        let seen = try await Verifying(Verifying.events(1...15), ["--input", "events.ndjson"], exit: 75)
        #expect(seen.hasLine("  2024-06-04  5 missing, a day that the export does not reach"), "\(seen.outcome)")
    }

    @Test func `another input is refused`() async throws {
        let seen = try await Verifying(
            Self.allButFour,
            ["--input", "events.ndjson", "--report", "m.ndjson"],
            report: Verifying.report.replacing("id-11", with: "id-99"),
            exit: 66
        )
        #expect(seen.outcome.standardError.contains("line 11 has another id"), "\(seen.outcome)")
        let short = try await Verifying(Self.allButFour, ["--input", "mine.ndjson"], exit: 66)
        #expect(short.outcome.messages.count == 1, "\(short.outcome)")
    }

    private static let whole = Verifying.events(1...20)
    private static let first = Verifying.event(1)
    private static let odd: [(name: String, text: String)] = [
        ("as it is", whole), ("without a line break at its end", String(whole.dropLast())),
        ("with CRLF", whole.replacing("\n", with: "\r\n")), ("with blank lines", whole.replacing("\n", with: "\n\n")),
        ("two files without a line break between them", whole.dropLast() + whole),
        ("in another order", Verifying.events((1...20).reversed())),
        ("with marks", "\u{FEFF}" + whole + "\u{FEFF}" + first + "\n"),
        ("with milliseconds", whole.replacing(#"00,"$"#, with: #"00000,"$"#)),
        ("with control characters", whole.replacing("Test", with: "T\u{6}\u{1F}est")),
        ("with text that looks like an event", whole.replacing("Test", with: #"}{\"event\":"#)),
        ("with escapes in an id", whole.replacing(#""id-7""#, with: #""\u0069d\u002d7""#)),
        ("with separators of lines that are none", whole.replacing("Test", with: "T\u{2028}\u{85}est")),
        ("with events of other sources", whole + Verifying.event(21) + "\n" + Verifying.event(22, id: "") + "\n"),
        ("with an event without an id", whole + #"{"event":"e","properties":{"time":1}}"# + "\n"),
        ("with an id that is a number", whole + #"{"event":"e","properties":{"$insert_id":7}}"# + "\n"),
        ("renamed by a hot shard", whole.replacing("Test", with: "$hotshard_events")),
    ]

    @Test(arguments: odd.indices) func `an export is read as it comes`(index: Int) async throws {
        let seen = try await Verifying(Self.odd[index].text, exit: 0)
        #expect(seen.words("there").prefix(2) == ["20", "100.00"], "\(Self.odd[index].name): \(seen.outcome)")
        #expect(seen.words("missing") == ["0"])
    }

    @Test func `compressed files after one another are one export`() async throws {
        let halves = [
            try await Verifying.gzip(Verifying.events(1...9)), try await Verifying.gzip(Verifying.events(10...20)),
        ]
        _ = try await Verifying(Array(halves.joined()), exit: 0)
    }

    @Test func `bytes that are no text are no reason to miss an event`() async throws {
        var export = Array(Self.whole.utf8)
        for place in export.indices.dropLast(3) where export[place...].starts(with: "Test".utf8) {
            export[place + 1] = 0xFF
        }
        _ = try await Verifying(export, exit: 0)
    }

    private static let incomplete: [(text: String, says: String)] = [
        (whole + "terminated early\n", "terminated early"), (whole + "export terminated early", "terminated early"),
        (whole.dropLast() + "terminated early\n", "terminated early"),
        (String(whole.dropLast(12)), "line 20 of the export"), (String(whole.dropLast(2)), "line 20 of the export"),
        (#"{"error":"Unable to authenticate request"}"#, "Unable to authenticate"),
        ("<html>\n<title>502</title>\n", "line 1"), ("", "empty"), ("\n\n", "empty"),
        (Verifying.events(1...5).dropLast(20) + Verifying.events(6...20), "line 5"), ("[\(first)]", "line 1"),
    ]

    @Test(arguments: incomplete.indices) func `of an export that is not complete nothing is said`(
        index: Int
    ) async throws {
        let (text, says) = Self.incomplete[index]
        let seen = try await Verifying(text, ["--report", "m.ndjson"], exit: 66)
        #expect(seen.outcome.standardError.contains(says) && seen.outcome.messages.count == 1, "\(seen.outcome)")
        #expect(seen.outcome.output.isEmpty)
        #expect(seen.files["m.ndjson"] == nil)
    }

    @Test func `a compressed export that was cut says nothing`() async throws {
        let whole = try await Verifying.gzip(Self.whole)
        let seen = try await Verifying(Array(whole.dropLast(9)), exit: 66)
        #expect(seen.outcome.standardError.contains("ends early"), "\(seen.outcome)")
    }

    @Test func `copies are counted, and lines that share an id`() async throws {
        let report = Verifying.row(1) + Verifying.row(2) + Verifying.row(3, id: "id-1")
        let export = Verifying.events([1, 1, 2, 2, 2])
        let seen = try await Verifying(export, ["--json"], report: report, exit: 0)
        let json = try #require(try JSONSerialization.jsonObject(with: Data(seen.outcome.output)) as? [String: Any])
        let lines = try #require(json["lines"] as? [String: Int])
        let wanted = [
            "imported": 3, "there": 3, "missing": 0, "without_id": 0, "more_than_once": 1, "sharing_an_id": 1,
        ]
        #expect(lines == wanted)
        let counts = try #require(json["export"] as? [String: Any])
        #expect(counts["events"] as? Int == 5 && counts["copies"] as? Int == 3, "\(counts)")
        #expect(counts["first_day"] as? String == "2024-06-01" && counts["bytes"] as? Int == export.utf8.count)
        #expect(json["exit_code"] as? Int == 0 && json["schema"] as? Int == 1)
    }

    @Test func `an imported line without an id is not known to be there`() async throws {
        let report = Verifying.row(1) + #"{"line":2,"status":"imported"}"# + "\n"
        let seen = try await Verifying(Verifying.events([1]), report: report, exit: 75)
        #expect(seen.words("not known").first == "1" && seen.words("missing") == ["0"], "\(seen.outcome)")
    }

    @Test func `nothing imported is nothing to miss`() async throws {
        _ = try await Verifying("", report: #"{"line":1,"status":"blank"}"# + "\n", exit: 0)
    }

    @Test func `a torn report is said to be torn`() async throws {
        let seen = try await Verifying(Self.whole, report: Verifying.report + #"{"line":22"#, exit: 0)
        #expect(seen.outcome.standardOutput.contains("torn"), "\(seen.outcome)")
    }

    @Test(arguments: [
        (#"{"line":1,"status":"valid","insert_id":"a"}"# + "\n", "dry run"), ("hello\n", "not a row of a report"),
    ])
    func `what is no report of an import is refused`(report: String, says: String) async throws {
        let seen = try await Verifying(Self.whole, report: report, exit: 66)
        #expect(seen.outcome.standardError.contains(says), "\(seen.outcome)")
    }
}
