/// The digits of a JSON number, to compare it with another exactly.
struct DecimalNumber {
    private var isNegative = false
    /// From the first digit that is not 0 to the last one; a point may be among them.
    private var digits = Text(UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped, 0)
    /// The power of ten of the first digit.
    private var magnitude = 0
    /// Its exponent is too large to compute with.
    private var isOutOfRange = false

    /// Whether the two numbers are the same.
    static func equal(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if Text(left.start, left.count) == Text(right.start, right.count) { return true }
        let left = DecimalNumber(left)
        let right = DecimalNumber(right)
        if left.digits.count == 0 || right.digits.count == 0 { return left.digits.count == right.digits.count }
        if left.isOutOfRange || right.isOutOfRange { return false }
        return left.isNegative == right.isNegative && left.magnitude == right.magnitude && left.hasDigits(of: right)
    }

    private init(_ value: JSONValue) {
        var first: Int?
        var last = 0
        var point: Int?
        var offset = 0
        let bytes = value.bytes
        reading: while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "."): point = offset
            case UInt8(ascii: "e"), UInt8(ascii: "E"): break reading
            case UInt8(ascii: "0"): break
            default:
                first = first ?? offset
                last = offset
            }
            offset += 1
        }
        guard let first else { return }
        digits = Text(value.start + first, last + 1 - first)
        let units = (point ?? offset) - 1
        magnitude = first <= units ? units - first : units - first + 1
        if offset < bytes.count { addExponent(UnsafeRawBufferPointer(rebasing: bytes[(offset + 1)...])) }
    }

    private mutating func addExponent(_ bytes: UnsafeRawBufferPointer) {
        var exponent = 0
        for byte in bytes {
            guard let digit = JSONLine.hexDigit(byte) else { continue }
            if exponent > 1_000_000_000_000_000 { isOutOfRange = true } else { exponent = exponent * 10 + Int(digit) }
        }
        magnitude += bytes.first == UInt8(ascii: "-") ? -exponent : exponent
    }

    private func hasDigits(of other: DecimalNumber) -> Bool {
        let point = UInt8(ascii: ".")
        return digits.bytes.lazy.filter { $0 != point }.elementsEqual(other.digits.bytes.lazy.filter { $0 != point })
    }
}
