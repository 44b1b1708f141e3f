import MixpanelImport
import SystemPackage

/// Words of a command that can be pasted.
enum ShellText {
    /// As a shell wants it.
    static func quoted(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789-_./=:,+@%".unicodeScalars.contains(scalar))
        }
        guard text.isEmpty || !isPlain else { return text }
        guard text.unicodeScalars.allSatisfy(\.isHarmless) else { return ansiQuoted(text) }
        let parts = text.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + parts.joined(separator: #"'\''"#) + "'"
    }

    /// The name of a file, never taken for an option.
    static func argument(_ path: FilePath) -> String { quoted(noOption(ByteText.encoded(path.bytes))) }

    /// A word that is no option, though it may begin as one.
    static func noOption(_ word: String) -> String { word.hasPrefix("-") ? "./\(word)" : word }

    /// For names that a terminal would not show as they are: the form of bash, zsh and ksh, every odd byte by its number.
    private static func ansiQuoted(_ text: String) -> String {
        let bytes = ByteText.bytes(text).map { byte in
            let isPlain = (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "'") && byte != UInt8(ascii: "\\")
            return isPlain ? String(Unicode.Scalar(byte)) : "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "$'" + bytes.joined() + "'"
    }
}
