import Testing

@testable import MixpanelImport

@Suite struct MessagePatternTests {
    @Test(arguments: [
        ("Expected ':', found 'x'", "Expected '…', found '…'"), ("", ""), ("'", "'"), ("a 'b", "a 'b"),
        ("it doesn't say 'why'", "it doesn't say '…'"), ("12 of 3,456 bytes", "… of …,… bytes"),
        (#"found "a'b" here"#, #"found "…" here"#), ("'' is empty", "'…' is empty"),
        ("found '''; keys", "found '…'; keys"), ("'it's' is no 'id'", "'…' is no '…'"), ("é's and 'x'", "é's and '…'"),
        ("(\"x\")", "(\"…\")"), ("→'x'", "→'…'"), ("‘x’ and 'y", "‘x’ and 'y"),
    ]) func `what differs from line to line is left out`(message: String, pattern: String) {
        #expect(MessagePattern.pattern(of: message) == pattern)
    }

    /// The summary of a run counts verdicts as they come, `mixport report` reads the rows that were made of them.
    @Test func `a summary and a report group messages alike, and show the same`() throws {
        let messages = [
            "found '''; keys", "found 'x'; keys", "it's 'a'", "it's 'b'", "don't", "don't 5", "don't 17", "'it's' is",
            "'its' is", "key=\"a\"", "key=\"b\"", "x:'1'", "x:'2'", "a 'b", "a 'c", #"("a'b")"#, #"("ab")"#,
        ]
        var counts = ReasonCounts()
        var groups = ReasonGroups()
        for (index, message) in messages.enumerated() {
            counts.count(Verdict(.rejected, .validation, message), line: index + 1)
            let text = message.replacing("\"", with: "\\\"")
            let row = #"{"line":\#(index + 1),"status":"rejected","reason":"validation","message":"\#(text)"}"#
            try Array(row.utf8).withUnsafeBytes { bytes in
                let row = try #require(ReviewedRow(bytes))
                _ = groups.count(row, bytes, at: LinePlace(line: row.line, part: 0), position: index)
            }
        }
        let found = groups.byFrequency.map { groups.groups[$0] }
        #expect(counts.byFrequency.map(\.message) == found.map(\.message))
        #expect(counts.byFrequency.map(\.count) == found.map(\.count))
        #expect(counts.byFrequency.map(\.firstLine) == found.map(\.first.line))
    }
}
