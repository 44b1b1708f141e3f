import MixpanelImport
import Testing

@Suite struct OptionFileTests {
    private static func options(_ text: String) throws -> [String] {
        try OptionFile.options(in: text, file: "test", isPreset: false).map { option in
            "\(option.origin?.line ?? 0): \(option.name.rawValue) \(option.value)"
        }
    }

    @Test(arguments: ["\n", "\r\n"], ["", "\u{FEFF}"])
    func `lines end with a line feed, with or without a carriage return before it`(end: String, mark: String) throws {
        let lines = ["# my options", "--set x=1", "", "  --set 'y=2' ", "--flatten"]
        let text = mark + lines.joined(separator: end) + end
        #expect(try Self.options(text) == ["2: set x=1", "4: set y=2", "5: flatten "])
    }

    @Test func `nothing but a line feed ends a line`() throws {
        #expect(try Self.options("--set x=a\rb\u{2028}c\u{85}d\n") == ["1: set x=a\rb\u{2028}c\u{85}d"])
    }
}
