import Testing

/// The files of raw lines that belong to a report.
@Suite struct ReportFileTests {
    private static let rows = ReportCase.refused(1) + ReportCase.pending(2)
    private static let elsewhere =
        #"{"complete":true,"counts":{"lines":2},"exit_code":75,"files":{"rejects":"\#("x/other.txt")"}}"#

    private static func table(_ outcome: Outcome, _ name: String) -> Substring? {
        outcome.outputLines.first { $0.hasPrefix("\(name) ") }
    }

    @Test func `the table names files that are there`() async throws {
        var report = ReportCase(["r": Self.rows])
        let none = try await report.run("r")
        #expect(Self.table(none, "rejected")?.hasSuffix(" %") == true, "\(none)")
        #expect(Self.table(none, "unknown")?.hasSuffix(" %") == true, "\(none)")
        report.files["r.rejects.ndjson"] = Array("a\n".utf8)
        let one = try await report.run("r")
        #expect(Self.table(one, "rejected")?.hasSuffix("   r.rejects.ndjson") == true, "\(one)")
        #expect(Self.table(one, "unknown")?.hasSuffix(" %") == true, "\(one)")
        report.files["mine"] = Array("b\n".utf8)
        let given = try await report.run("r", "--pending", "mine")
        #expect(Self.table(given, "unknown")?.hasSuffix("   mine") == true, "\(given)")
    }

    @Test func `the run says where it wrote them`() async throws {
        let summary = Self.elsewhere.replacing("x/", with: "")
        var report = ReportCase(["r": Self.rows, "r.summary.json": summary, "other.txt": "a\n"])
        let outcome = try await report.run("r")
        #expect(Self.table(outcome, "rejected")?.hasSuffix("   other.txt") == true, "\(outcome)")
        let raw = try await report.run("r", "--line", "1", "--raw")
        #expect(raw.standardOutput == "a\n")
        report.files["r.rejects.ndjson"] = Array("b\n".utf8)
        #expect(try await report.run("r", "--line", "1", "--raw").standardOutput == "a\n")
    }

    /// A report may come from anywhere, and a page of it is sent on: what it says must not bring in any file.
    @Test func `no file of another folder is read because a summary names it`() async throws {
        let secret = "/etc/passwd"
        let summary = Self.elsewhere.replacing("x/other.txt", with: secret)
        let report = ReportCase(["r": Self.rows, "r.summary.json": summary])
        let outcome = try await report.run("r", "--line", "1")
        #expect(!outcome.standardOutput.contains("root:"), "\(outcome)")
        try await report.run("r", "--line", "1", "--raw", exit: 66)
    }
}
