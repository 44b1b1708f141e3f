/// Strings and numbers, a byte at a time.
extension JSONTokenizer {
    /// The first byte of a string that is not plain ASCII text.
    mutating func character(_ byte: UInt8) -> Step {
        switch byte {
        case UInt8(ascii: "\""): return isKey ? next(.colon) : valueEnded()
        case UInt8(ascii: "\\"): return next(.escape)
        case 0x20..<0x80: return .next
        case 0x80...: return beginUTF8(byte)
        default: return .fault
        }
    }

    mutating func escape(_ byte: UInt8) -> Step {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return next(.string)
        case UInt8(ascii: "u"):
            missing = 4
            return next(.hexDigits)
        default: return .fault
        }
    }

    mutating func hexDigit(_ byte: UInt8) -> Step {
        guard JSONLine.hexDigit(byte) != nil else { return .fault }
        missing -= 1
        return missing == 0 ? next(.string) : .next
    }

    /// The well-formed sequences of the Unicode standard, table 3-7.
    private mutating func beginUTF8(_ byte: UInt8) -> Step {
        switch byte {
        case 0xC2...0xDF: missing = 1
        case 0xE0...0xEF: missing = 2
        case 0xF0...0xF4: missing = 3
        default: return .fault
        }
        continuation =
            switch byte {
            case 0xE0: 0xA0...0xBF
            case 0xED: 0x80...0x9F
            case 0xF0: 0x90...0xBF
            case 0xF4: 0x80...0x8F
            default: 0x80...0xBF
            }
        taken = 1
        return next(.utf8)
    }

    mutating func utf8(_ byte: UInt8) -> Step {
        guard continuation ~= byte else { return .fault }
        continuation = 0x80...0xBF
        taken += 1
        missing -= 1
        return missing == 0 ? next(.string) : .next
    }

    mutating func number(_ byte: UInt8) -> Step {
        let isDigit = UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        switch state {
        case .minus where byte == UInt8(ascii: "0"): return next(.zero)
        case .minus: return isDigit ? next(.integer) : .fault
        case .zero where isDigit: return .fault
        case .integer where isDigit: return .next
        case .point, .fraction: return isDigit ? next(.fraction) : state == .point ? .fault : endOfMantissa(byte)
        case .exponent where byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"): return next(.exponentSign)
        case .exponent, .exponentSign: return isDigit ? next(.exponentDigits) : .fault
        case .exponentDigits: return isDigit ? .next : numberEnded(before: byte)
        default: return byte == UInt8(ascii: ".") ? next(.point) : endOfMantissa(byte)
        }
    }

    private mutating func endOfMantissa(_ byte: UInt8) -> Step {
        byte | 0x20 == UInt8(ascii: "e") ? next(.exponent) : numberEnded(before: byte)
    }

    private mutating func numberEnded(before byte: UInt8) -> Step {
        state = .afterValue
        if depth == 0 { return .endBefore }
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): return .next
        default: return afterValue(byte)
        }
    }
}
