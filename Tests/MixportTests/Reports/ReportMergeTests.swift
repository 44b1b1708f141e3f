import Foundation
import Testing

/// Several reports at once, from wherever they come.
@Suite struct ReportMergeTests {
    private static let parts = ReportCase([
        "part-0": ReportCase.good(1) + ReportCase.refused(2), "part-1": ReportCase.refused(1) + ReportCase.good(2),
        "part-2": "", "part-3": ReportCase.rejected(1),
    ])

    @Test func `counts and reasons of several reports add up, with the report that a line is in`() async throws {
        let outcome = try await Self.parts.run("part-0", "part-1", "part-2", "part-3")
        #expect(outcome.tableCount("imported") == 2 && outcome.tableCount("rejected") == 3, "\(outcome)")
        #expect(outcome.tableCount("lines") == 5)
        let reason = outcome.outputLines.first { $0.contains("validation") }
        #expect(
            reason?.hasSuffix("2 rejected validation properties.time, part-0, line 2 to part-1, line 1") == true,
            "\(outcome)"
        )
        let lines = try await Self.parts.run("part-0", "part-1", "--line", "1")
        #expect(lines.outputLines.first == "part-0, line 1: imported, $insert_id id-1")
    }

    @Test func `completeness is that of all of them`() async throws {
        var parts = Self.parts
        let unknown = try await parts.run("part-0", "part-1")
        #expect(unknown.outputLines[0].hasPrefix("NOT known to be complete: 2 of 2 reports"))
        for part in ["part-0", "part-1"] {
            parts.files["\(part).summary.json"] = Array(ReportCase.summary(lines: 2).utf8)
        }
        let complete = try await parts.run("part-0", "part-1")
        #expect(complete.outputLines[0] == "complete: the inputs of all 2 reports ended, after 4 lines")
        parts.files["part-1.summary.json"] = Array(ReportCase.summary(lines: 2, complete: false, exit: 77).utf8)
        let stopped = try await parts.run("part-0", "part-1")
        #expect(
            stopped.outputLines[0].hasPrefix("NOT complete: 1 of 2 reports, the first is part-1: stopped"),
            "\(stopped)"
        )
    }

    @Test func `a concatenation from standard input is as many reports`() async throws {
        let rows = ReportCase.good(1) + ReportCase.refused(2) + ReportCase.refused(1) + ReportCase.refused(2)
        let outcome = try await ReportCase(input: rows).run("-")
        #expect(outcome.tableCount("lines") == 4)
        #expect(
            outcome.standardOutput.contains(
                "3 rejected validation properties.time, report 1, line 2 to report 2, line 2"
            )
        )
        #expect(outcome.outputLines[0].hasPrefix("NOT known to be complete: rows from standard input"))
    }

    @Test func `rows that say where they come from may be mixed`() async throws {
        let rows = ["a", "b", "a", "b"].enumerated().map { index, source in
            #"{"source":"pod \#(source)","line":\#(index / 2 + 1),"status":"rejected","by":"server","reason":"refused"}"#
                + "\n"
        }
        let outcome = try await ReportCase(input: rows.joined()).run("-")
        #expect(outcome.standardOutput.contains("4 rejected refused, pod a, line 1 to pod b, line 2"), "\(outcome)")
    }

    @Test func `fields of others, their order and white space are taken`() async throws {
        let rows = """
            { "status" : "imported", "line" : 1, "kept": {"a":[1,"}",null]}, "insert_id":"x" }\t
            {"line":2,"status":"rejected","reason":"not_in_export","later":-1.5e3,"nothing":null} \r

            """
        let outcome = try await ReportCase(input: rows).run("-")
        #expect(outcome.tableCount("imported") == 1 && outcome.tableCount("rejected") == 1, "\(outcome)")
        #expect(outcome.standardOutput.contains("rejected not_in_export, line 2"))
    }

    @Test(arguments: [
        #"{"line":1}"#, #"{"line":0,"status":"imported"}"#, #"{"line":1,"status":"lost"}"#,
        #"{"line":1,"status":"blank""#,
        #"{"line":1,"status":"blank"}x"#, #"{"line":1,"status":"blank","message":"\u12"}"#, #"[1]"#, "",
        #"{"line":"1","status":"blank"}"#, #"{"line":1,"status":"blank","a":[}"#,
    ]) func `what is no row ends it`(row: String) async throws {
        let outcome = try await ReportCase(input: ReportCase.good(1) + row + "\n").run("-", exit: 65)
        #expect(outcome.standardError == "mixport: standard input: row 2 is not a row of a report\n")
    }

    @Test func `JSON has counts, reasons and lines, and nothing that turns text around`() async throws {
        let rows =
            ReportCase.good(1) + ReportCase.refused(2, "no \\u202e\\u0007 time")
            + ReportCase.refused(3, "no \\u202e\\u0007 time")
        let outcome = try await ReportCase(["r": rows]).run("r", "--json")
        let json = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
        #expect(json["schema"] as? Int == 1 && json["complete"] is NSNull)
        let counts = json["counts"] as? [String: Int]
        #expect(
            counts == [
                "lines": 3, "imported": 1, "rejected": 2, "undelivered": 0, "unknown": 0, "blank": 0, "skipped": 0,
            ]
        )
        let reasons = try #require(json["reasons"] as? [[String: Any]])
        #expect(reasons.count == 1 && reasons[0]["count"] as? Int == 2)
        #expect(reasons[0]["first_line"] as? Int == 2 && reasons[0]["last_line"] as? Int == 3)
        #expect(reasons[0]["message"] as? String == "'properties.time' is invalid: no \u{202E}\u{7} time")
        #expect(
            outcome.output.dropLast().allSatisfy { $0 >= 0x20 }
                && !outcome.standardOutput.unicodeScalars.contains("\u{202E}")
        )
    }

    @Test func `a pipe is a report as good as a file`() async throws {
        let text = ReportCase.good(1) + ReportCase.refused(2)
        let report = ReportCase(["r": text])
        let shell = try await report.run("<pipe>", launcher: ["/bin/bash", "-c", #"exec "$0" report <(cat r)"#])
        #expect(shell.tableCount("lines") == 2, "\(shell)")
    }

    @Test func `gzip is read as it stands`() async throws {
        let packed = try await Tool.run("gzip", "-c", input: Array((ReportCase.good(1) + ReportCase.refused(2)).utf8))
        var report = ReportCase(["r.rejects.ndjson": "raw\n", "r.summary.json": ReportCase.summary(lines: 2)])
        report.files["r.ndjson.gz"] = packed.output
        report.input = packed.output
        let outcome = try await report.run("r.ndjson.gz", "-")
        #expect(outcome.tableCount("lines") == 4, "\(outcome)")
        let raw = try await report.run("r.ndjson.gz", "--reason", "validation", "--raw")
        #expect(raw.standardOutput == "raw\n")
        #expect(try await report.run("r.ndjson.gz").outputLines[0] == "complete: the input ended after 2 lines")
        report.files["r.ndjson.gz"]?.removeLast(4)
        try await report.run("r.ndjson.gz", exit: 66)
    }

    @Test func `messages that differ in a value are one reason, whose message holds for all`() async throws {
        let rows = (1...300).map { line in
            let message = "Expected ':', found 'x\(line)' in column \(line)"
            return ReportCase.row(
                line,
                #""status":"rejected","by":"mixport","reason":"not_json","message":"\#(message)""#
            )
        }
        let outcome = try await ReportCase(input: rows.joined()).run("-")
        #expect(outcome.standardOutput.contains("300 rejected not_json, line 1 to line 300"), "\(outcome)")
        #expect(outcome.standardOutput.contains("Expected '…', found '…' in column …"))
    }

    @Test func `a message for every line does not make memory grow`() async throws {
        let rows = (1...2_000).map { line in
            let word = String(line, radix: 2).map { $0 == "0" ? "a" : "b" }.joined()
            return ReportCase.row(
                line,
                #""status":"rejected","by":"server","reason":"validation","message":"\#(word)""#
            )
        }
        let text = try await ReportCase(input: rows.joined()).run("-", "--json").standardOutput
        #expect(text.components(separatedBy: #""first_line""#).count - 1 == 201)
        #expect(text.contains(#""count":1800"#), "\(text.suffix(300))")
    }
}
