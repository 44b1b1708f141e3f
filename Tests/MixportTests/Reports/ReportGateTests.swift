import Testing

/// Whether reports are complete, how that is known, and the exit code of a gate.
@Suite struct ReportGateTests {
    private static let rows = ReportCase.good(1) + ReportCase.refused(2)

    private static func lines(_ summary: String?, _ rows: String = rows) async throws -> [Substring] {
        var files = ["r.ndjson": rows]
        files["r.summary.json"] = summary
        return try await ReportCase(files).run("r.ndjson").outputLines
    }

    @Test func `a report is complete where its run says that its input ended`() async throws {
        let complete = try await Self.lines(ReportCase.summary(lines: 2))
        #expect(complete[0] == "complete: the input ended after 2 lines")
        let stopped = try await Self.lines(ReportCase.summary(lines: 2, complete: false, exit: 130))
        #expect(stopped[0] == "NOT complete: stopped by Ctrl-C; the rows end with line 2, the rest was never read")
        let cut = try await Self.lines(ReportCase.summary(lines: 3))
        #expect(cut[0] == "NOT complete: the run counted 3 lines, the report has 2")
        let torn = try await Self.lines(nil, Self.rows + "{")
        #expect(torn[0] == "NOT complete: the last row is torn, after line 2")
    }

    @Test func `a replay's input has more lines than its report`() async throws {
        let rows = ReportCase.good(3) + ReportCase.good(5)
        let summary = #"{"complete":true,"counts":{"lines":2},"input":{"lines":5,"bytes":277},"exit_code":0}"#
        let report = ReportCase(["a": rows, "a.summary.json": summary, "b": rows, "b.summary.json": summary])
        let one = try await report.run("a")
        #expect(one.outputLines[0] == "complete: the input ended after 5 lines, 277 bytes")
        let two = try await report.run("a", "b")
        #expect(two.outputLines[0] == "complete: the inputs of all 2 reports ended, after 10 lines")
    }

    @Test(arguments: [nil, "", "{", "[]", #"{"complete":"yes"}"#, "{}"]) func `without such words nothing is known`(
        summary: String?
    ) async throws {
        let lines = try await Self.lines(summary)
        #expect(lines[0].hasPrefix("NOT known to be complete: "), "\(lines)")
    }

    @Test func `JSON says true, false or null`() async throws {
        for (summary, value) in [
            (ReportCase.summary(lines: 2), "true"), (ReportCase.summary(lines: 9), "false"), ("", "null"),
        ] {
            let report = ReportCase(["r.ndjson": Self.rows, "r.summary.json": summary])
            let text = try await report.run("r.ndjson", "--json").standardOutput
            #expect(text.contains(#""complete":\#(value),"#), "\(text)")
        }
    }

    private struct Gate: Sendable {
        var rows: String
        var codes: [Int32]
        var summary: String?
    }

    @Test(arguments: [
        Gate(rows: ReportCase.good(1), codes: [0, 0, 0]), Gate(rows: rows, codes: [65, 0, 0]),
        Gate(rows: rows + ReportCase.pending(3), codes: [75, 75, 0]),
        Gate(rows: rows + ReportCase.pending(3, "stopped"), codes: [75, 75, 75]),
        Gate(rows: rows + "{", codes: [75, 75, 75]),
        Gate(rows: rows, codes: [75, 75, 75], summary: ReportCase.summary(lines: 2, complete: false, exit: 130)),
        Gate(rows: ReportCase.good(1), codes: [0, 0, 0], summary: ReportCase.summary(lines: 1, complete: false)),
        Gate(rows: "", codes: [0, 0, 0]),
    ]) private func `a level makes an exit code of what there is`(gate: Gate) async throws {
        var files = ["r.ndjson": gate.rows]
        files["r.summary.json"] = gate.summary
        let report = ReportCase(files)
        for (level, code) in zip(["rejected", "pending", "stop"], gate.codes) {
            let outcome = try await report.run("r.ndjson", "--fail-on", level, exit: code)
            #expect(!outcome.output.isEmpty)
        }
        try await report.run("r.ndjson")
    }
}
