/// The letters of a text, without regard to case and to the two alphabets of base64, and where each begins in the text.
struct Spelling {
    private(set) var letters: [UInt8] = []
    /// Offsets in the text's UTF-8.
    private(set) var starts: [Int] = []

    /// As they stand there.
    init(plain text: String) {
        for (offset, byte) in text.utf8.enumerated() { append(byte, at: offset) }
    }

    /// What `%2B`, `\u002b`, `\"`, `&quot;` and `&#43;` stand for is one letter.
    init(decoding text: String) {
        let bytes = Array(text.utf8)
        var offset = 0
        while offset < bytes.count {
            let code = Self.code(bytes[offset...])
            append(code?.letter ?? bytes[offset], at: offset)
            offset += code?.length ?? 1
        }
    }

    private mutating func append(_ byte: UInt8, at offset: Int) {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): letters.append(byte | 0x20)
        case UInt8(ascii: "-"): letters.append(UInt8(ascii: "+"))
        case UInt8(ascii: "_"): letters.append(UInt8(ascii: "/"))
        default: letters.append(byte)
        }
        starts.append(offset)
    }

    private static let names: [(text: String, letter: Character)] = [
        ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"),
    ]

    /// The letter that a code at the beginning of `bytes` stands for.
    private static func code(_ bytes: ArraySlice<UInt8>) -> (letter: UInt8, length: Int)? {
        let rest = bytes.dropFirst()
        switch bytes.first {
        case UInt8(ascii: "%"): return number(rest.prefix(2), radix: 16, digits: 2).map { ($0, 3) }
        case UInt8(ascii: "\\"):
            guard rest.first == UInt8(ascii: "u") else {
                return rest.first.flatMap { "\"\\/".utf8.contains($0) ? ($0, 2) : nil }
            }
            return number(rest.dropFirst().prefix(4), radix: 16, digits: 4).map { ($0, 6) }
        case UInt8(ascii: "&"):
            if let name = names.first(where: { bytes.starts(with: $0.text.utf8) }) {
                return name.letter.asciiValue.map { ($0, name.text.utf8.count) }
            }
            guard rest.first == UInt8(ascii: "#"), let end = rest.prefix(6).firstIndex(of: UInt8(ascii: ";")) else {
                return nil
            }
            let digits = rest.dropFirst()[..<end]
            let isHex = digits.first == UInt8(ascii: "x") || digits.first == UInt8(ascii: "X")
            return number(isHex ? digits.dropFirst() : digits, radix: isHex ? 16 : 10)
                .map { ($0, end + 1 - bytes.startIndex) }
        default: return nil
        }
    }

    /// Nil where it is none, or not of ASCII.
    private static func number(_ digits: ArraySlice<UInt8>, radix: Int, digits count: Int? = nil) -> UInt8? {
        guard count == nil || digits.count == count, digits.first != UInt8(ascii: "+") else { return nil }
        return Int(String(decoding: digits, as: UTF8.self), radix: radix).flatMap { 0..<0x80 ~= $0 ? UInt8($0) : nil }
    }
}
