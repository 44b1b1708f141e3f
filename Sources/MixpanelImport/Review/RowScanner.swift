/// Reads the JSON text of a row from left to right. White space between tokens is passed over.
struct RowScanner {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return position == bytes.count
        }
    }

    /// The next byte that is no white space; 0 at the end.
    var next: UInt8 {
        mutating get {
            skipSpace()
            return position < bytes.count ? bytes[position] : 0
        }
    }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte, position < bytes.count else { return false }
        position += 1
        return true
    }

    /// Where the bytes between the quotes of a string stand. Escapes are complete, so that they can be decoded.
    mutating func string() -> Range<Int>? {
        guard skip(UInt8(ascii: "\"")) else { return nil }
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return start..<(position - 1)
            case UInt8(ascii: "\\"):
                guard skipEscape() else { return nil }
            default: position += 1
            }
        }
        return nil
    }

    private mutating func skipEscape() -> Bool {
        guard position + 1 < bytes.count else { return false }
        let count = bytes[position + 1] == UInt8(ascii: "u") ? 6 : 2
        guard position + count <= bytes.count else { return false }
        let digits = bytes[(position + 2)..<(position + count)]
        position += count
        return digits.allSatisfy { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 6 }
    }

    /// Digits alone, as all numbers of a row are.
    mutating func number() -> Int? {
        skipSpace()
        let start = position
        var value = 0
        while position < bytes.count, bytes[position] &- 0x30 < 10, position - start < 18 {
            value = value * 10 + Int(bytes[position] &- 0x30)
            position += 1
        }
        return position > start ? value : nil
    }

    /// A value that nobody asks for, to its end.
    mutating func skipValue() -> Bool {
        var depth = 0
        repeat {
            switch next {
            case UInt8(ascii: "\""):
                guard string() != nil else { return false }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                position += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard depth > 0 else { return false }
                position += 1
            default:
                guard skipScalar() else { return false }
            }
        } while depth > 0
        return depth == 0
    }

    private mutating func skipScalar() -> Bool {
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "E"),
                UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                position += 1
            default: return position > start
            }
        }
        return position > start
    }

    private mutating func skipSpace() {
        while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
    }
}
