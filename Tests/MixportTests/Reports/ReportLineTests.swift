import Testing

/// Lines that are chosen, and what is shown of them.
@Suite struct ReportLineTests {
    private static let report =
        ReportCase.good(1) + ReportCase.rejected(2, column: 6) + ReportCase.refused(3)
        + ReportCase.row(4, #""status":"blank""#) + ReportCase.refused(5, "must not be missing") + ReportCase.pending(6)
        + ReportCase.refused(7)

    private static let whole = ReportCase([
        "r.ndjson": report,
        "r.rejects.ndjson":
            "nonsense, in short\r\n{\"properties\":{\"time\":99999999999999}}\n{\"e\":\"\u{7}\u{202E}é\"}\nlast",
        "r.pending.ndjson": "{\"pending\":1}\n",
    ])

    @Test func `a line is shown with its verdict, its message and its raw line, the fault marked`() async throws {
        let outcome = try await Self.whole.run("r.ndjson", "--line", "2")
        let lines = outcome.outputLines
        #expect(lines[0] == "line 2: rejected by mixport: not_json, column 6")
        #expect(lines[1] == "  Expected a value")
        #expect(lines[2] == "  nonsense, in short^M")
        #expect(lines[3] == "       ^^^")
    }

    @Test func `the value of the field that the service names is marked, and the line's company named`() async throws {
        let outcome = try await Self.whole.run("r.ndjson", "--line", "3")
        let lines = outcome.outputLines
        #expect(lines[0] == "line 3: rejected by Mixpanel: validation, properties.time, code 400, $insert_id id-3")
        #expect(lines[2] == #"  {"properties":{"time":99999999999999}}"#)
        #expect(lines[3] == "                        ^^^^^^^^^^^^^^")
        #expect(lines.contains("2 lines have this reason, from line 3 to line 7"), "\(outcome)")
        #expect(lines.last?.contains("--reason validation:time:future --raw | ") == true, "\(outcome)")
    }

    @Test func `what a terminal obeys is shown, not sent`() async throws {
        let outcome = try await Self.whole.run("r.ndjson", "--line", "5")
        #expect(outcome.outputLines[2] == "  {\"e\":\"^G\\u{202e}é\"}")
    }

    @Test(arguments: [
        (["--line", "1-3"], [1, 2, 3]), (["--line", "2", "--line", "6"], [2, 6]), (["--status", "blank"], [4]),
        (["--status", "pending"], [6]), (["--reason", "not_json"], [2]), (["--reason", "time:missing"], [5]),
        (["--reason", "validation:future"], [3, 7]), (["--reason", "TIME", "--line", "4-9"], [5, 7]),
        (["--reason", "timeout"], [6]), (["--status", "rejected", "--limit", "2"], [2, 3]), (["--limit", "1"], [1]),
    ]) func `options choose lines together`(options: [String], lines: [Int]) async throws {
        let outcome = try await ReportCase(["r.ndjson": Self.report]).run("r.ndjson", options)
        let shown = outcome.outputLines.compactMap { $0.wholeMatch(of: /line (\d+): .*/).flatMap { Int($0.1) } }
        #expect(shown == lines, "\(outcome)")
    }

    @Test func `ten lines are shown, and how many more there are`() async throws {
        let report = (1...25).map { ReportCase.refused($0) }.joined()
        let outcome = try await ReportCase(["r.ndjson": report]).run("r.ndjson", "--reason", "validation")
        #expect(outcome.outputLines.count { $0.hasPrefix("line ") } == 10)
        #expect(outcome.outputLines.last?.hasPrefix("and 15 more") == true, "\(outcome)")
    }

    @Test func `raw lines come byte for byte, and nothing else`() async throws {
        let rejected = try await Self.whole.run("r.ndjson", "--status", "rejected", "--raw")
        #expect(rejected.output == Self.whole.files["r.rejects.ndjson"]! + [0x0A])
        let future = try await Self.whole.run("r.ndjson", "--reason", "time:future", "--raw")
        #expect(future.standardOutput == "{\"properties\":{\"time\":99999999999999}}\nlast\n")
        let pending = try await Self.whole.run("r.ndjson", "--status", "pending", "--raw")
        #expect(pending.standardOutput == "{\"pending\":1}\n")
    }

    @Test func `raw lines that rows carry are taken from them`() async throws {
        let rows =
            ReportCase.good(1)
            + ReportCase.row(
                2,
                #""status":"rejected","by":"mixport","reason":"not_json","raw":"a\u2028\\ud800\t\"b\"""#
            )
            + ReportCase.row(3, #""status":"rejected","by":"mixport","reason":"not_utf8","raw_base64":"/w0=""#)
            + ReportCase.row(4, #""status":"undelivered","reason":"http_503","raw":"""#)
        let outcome = try await ReportCase(input: rows).run("-", "--line", "2-4", "--raw")
        #expect(outcome.output == Array("a\u{2028}\\ud800\t\"b\"\n".utf8) + [0xFF, 0x0D, 0x0A, 0x0A])
    }

    @Test func `a raw line that is missing is an error, as some must not be taken for all`() async throws {
        var torn = Self.whole
        torn.files["r.rejects.ndjson"] = Array("one\n".utf8)
        let outcome = try await torn.run("r.ndjson", "--status", "rejected", "--raw", exit: 66)
        #expect(outcome.standardOutput == "one\n")
        #expect(outcome.standardError.contains("line 3"), "\(outcome)")
        try await Self.whole.run("r.ndjson", "--line", "1", "--raw", exit: 66)
    }

    @Test func `raw lines may stand elsewhere`() async throws {
        let parted = ReportCase(["r.ndjson": Self.report, "x": "a\nb\nc\nd\n", "y": "e\n"])
        let rejected = try await parted.run("r.ndjson", "--rejects", "x", "--status", "rejected", "--raw")
        #expect(rejected.standardOutput == "a\nb\nc\nd\n")
        let pending = try await parted.run("r.ndjson", "--pending", "y", "--status", "unknown", "--raw")
        #expect(pending.standardOutput == "e\n")
    }

    @Test func `a reason that no line has is answered with those that there are`() async throws {
        let outcome = try await Self.whole.run("r.ndjson", "--reason", "nonsens")
        #expect(outcome.standardOutput == "no line of that kind: the reasons are validation, not_json, timeout\n")
        let beyond = try await Self.whole.run("r.ndjson", "--line", "8")
        #expect(beyond.standardOutput == "no line of that kind: the last line is 7\n")
        let raw = try await Self.whole.run("r.ndjson", "--reason", "nonsens", "--raw")
        #expect(raw.output.isEmpty && raw.standardError.contains("the reasons are"))
    }

    @Test(arguments: [
        ["--raw"], ["--raw", "--json", "--line", "1"], ["--json", "--line", "1"], ["--html", "--status", "blank"],
        ["--line", "0"], ["--line", "3-2"], ["--line", "x"], ["--limit", "0"], ["--status", "lost"], ["--reason", ":"],
        ["--fail-on", "never"], ["--fail-on", "stop", "--line", "1"], ["-", "-"], ["other.ndjson", "--rejects", "x"],
    ]) func `what makes no sense is refused`(options: [String]) async throws {
        let outcome = try await Self.whole.run("r.ndjson", options, exit: 64)
        #expect(outcome.output.isEmpty && outcome.standardError.hasPrefix("mixport: "), "\(outcome)")
    }
}

extension ReportCase {
    @discardableResult
    func run(_ report: String, _ options: [String], exit code: Int32 = 0) async throws -> Outcome {
        try await run([report] + options, exit: code)
    }
}
