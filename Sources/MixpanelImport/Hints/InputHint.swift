/// What a line is that was rejected, and the options with which it would be read.
package struct InputHint: Sendable, Equatable {
    /// From 1.
    package var line: Int
    /// As in "line 1 …".
    package var finding: String
    /// As a shell wants them, names of presets included; empty where no option helps.
    package var options: [String]

    /// The presets among the options.
    package var presets: [String] {
        options.filter { $0.hasPrefix("--from ") }.map { String($0.dropFirst("--from ".count)) }
    }
}

extension InputHint {
    /// A path as jq writes it, quoted for a shell where that is needed.
    static func path(_ names: String...) -> String { quoted(names.map(step).joined()) }

    private static func step(_ name: String) -> String {
        let isPlain =
            !name.isEmpty && !(name.first?.isNumber ?? true)
            && name.utf8.allSatisfy { $0 == UInt8(ascii: "_") || ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 }
        if isPlain { return ".\(name)" }
        return ".\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// An argument with a path in it.
    static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            "_.=-".utf8.contains(byte) || (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
        }
        return isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
