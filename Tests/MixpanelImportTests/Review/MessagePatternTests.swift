import Testing

@testable import MixpanelImport

@Suite struct MessagePatternTests {
    @Test(arguments: [
        ("Expected ':', found 'x'", "Expected '…', found '…'"), ("", ""), ("'", "'"), ("a 'b", "a 'b"),
        ("it doesn't say 'why'", "it doesn't say '…'"), ("12 of 3,456 bytes", "… of …,… bytes"),
        (#"found "a'b" here"#, #"found "…" here"#), ("'' is empty", "'…' is empty"),
    ]) func `what differs from line to line is left out`(message: String, pattern: String) {
        #expect(MessagePattern.pattern(of: message) == pattern)
    }
}
