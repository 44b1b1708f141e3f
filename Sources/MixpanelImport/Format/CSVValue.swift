/// What a field of a table means as a JSON value.
enum CSVValue {
    /// More digits than these may be an id, and do not survive a reader that makes a double of them.
    static let mostDigits = 15

    /// Whether the field is a JSON number of at most 15 digits, `true` or `false`, and so stands for itself.
    @inline(__always)
    static func isLiteral(_ field: UnsafeRawBufferPointer) -> Bool {
        guard let first = field.first else { return false }
        switch first {
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return isNumber(field)
        case UInt8(ascii: "t"): return field.elementsEqual("true".utf8)
        case UInt8(ascii: "f"): return field.elementsEqual("false".utf8)
        default: return false
        }
    }

    private static func isNumber(_ field: UnsafeRawBufferPointer) -> Bool {
        var offset = 0
        var digits = 0
        func byte() -> UInt8 { offset < field.count ? field[offset] : 0 }
        func takeDigits() -> Int {
            let start = offset
            while UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte() { offset += 1 }
            digits += offset - start
            return offset - start
        }
        if byte() == UInt8(ascii: "-") { offset += 1 }
        let hasLeadingZero = byte() == UInt8(ascii: "0")
        let integer = takeDigits()
        if integer == 0 || hasLeadingZero && integer > 1 { return false }
        if byte() == UInt8(ascii: ".") {
            offset += 1
            if takeDigits() == 0 { return false }
        }
        if byte() | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if byte() == UInt8(ascii: "+") || byte() == UInt8(ascii: "-") { offset += 1 }
            if takeDigits() == 0 { return false }
        }
        return offset == field.count && digits <= mostDigits
    }
}
