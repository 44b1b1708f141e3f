/// JSON in options, which is written and checked once: clear code rather than fast code.
enum OptionJSON {
    /// The string token of a text.
    static func token(_ text: some Sequence<UInt8>) -> [UInt8] {
        [UInt8(ascii: "\"")] + escaped(text) + [UInt8(ascii: "\"")]
    }

    /// What stands between the quotes of the token.
    static func escaped(_ text: some Sequence<UInt8>) -> [UInt8] {
        var token: [UInt8] = []
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): token += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: token += controlEscape(byte)
            default: token.append(byte)
            }
        }
        return token
    }

    static func controlEscape(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case 0x08: Array("\\b".utf8)
        case 0x09: Array("\\t".utf8)
        case 0x0A: Array("\\n".utf8)
        case 0x0C: Array("\\f".utf8)
        case 0x0D: Array("\\r".utf8)
        default: Array("\\u00".utf8) + [hexDigit(byte >> 4), hexDigit(byte & 15)]
        }
    }

    static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// The kind of a text that is exactly one JSON value, without whitespace around it.
    static func kind(ofWhole text: [UInt8]) -> EventScan.Kind? {
        text.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return nil }
            let line = JSONLine(start: start, end: start + bytes.count)
            do throws(JSONFault) {
                let value = try line.value(at: start, level: 0)
                return value.end == line.end ? value.kind : nil
            } catch {
                return nil
            }
        }
    }

    /// A value given in an option: JSON where it is that, else text. Never with a line break.
    static func value(_ text: [UInt8]) -> [UInt8] {
        var trimmed = text[...]
        while let first = trimmed.first, isBlank(first) {
            trimmed.removeFirst()
        }
        while let last = trimmed.last, isBlank(last) {
            trimmed.removeLast()
        }
        if kind(ofWhole: Array(trimmed)) == nil { return token(text) }
        return trimmed.map { $0 == 0x0A || $0 == 0x0D ? UInt8(ascii: " ") : $0 }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (9...10).contains(byte) || byte == 13
    }
}
