/// Reads the JSON text of a row from left to right. White space between tokens is passed over.
struct RowScanner {
    private var cursor: RowCursor

    init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) {
        cursor = RowCursor(bytes, at: position)
    }

    /// How many bytes have been read.
    var position: Int { cursor.position }

    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return cursor.position == cursor.bytes.count
        }
    }

    /// The next byte that is no white space; 0 at the end.
    var next: UInt8 {
        mutating get {
            skipSpace()
            return cursor.position < cursor.bytes.count ? cursor.bytes[cursor.position] : 0
        }
    }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte, cursor.position < cursor.bytes.count else { return false }
        cursor.position += 1
        return true
    }

    /// Where the bytes between the quotes of a string stand. Escapes are complete, so that they can be decoded.
    mutating func string() -> Range<Int>? { skip(UInt8(ascii: "\"")) ? cursor.string() : nil }

    /// Digits alone, as all numbers of a row are.
    mutating func number() -> Int? {
        skipSpace()
        return cursor.number()
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
                cursor.position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                cursor.position += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard depth > 0 else { return false }
                cursor.position += 1
            default:
                guard skipScalar() else { return false }
            }
        } while depth > 0
        return depth == 0
    }

    private mutating func skipScalar() -> Bool {
        let start = cursor.position
        while cursor.position < cursor.bytes.count {
            switch cursor.bytes[cursor.position] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "E"),
                UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                cursor.position += 1
            default: return cursor.position > start
            }
        }
        return cursor.position > start
    }

    private mutating func skipSpace() {
        while cursor.position < cursor.bytes.count, cursor.bytes[cursor.position] <= 0x20 { cursor.position += 1 }
    }
}
