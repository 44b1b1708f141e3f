/// A number in the grammar of JSON, as the digits it has: no double is on the way.
struct DecimalTime {
    /// The first digits from the first that is not 0 on, at most 19 of them.
    private var digits: UInt64 = 0
    private var count = 0
    /// Where the point stands, in digits after the start of `digits`.
    private(set) var integerDigits = 0
    private(set) var isNegative = false
    private(set) var isZero: Bool = true

    /// Nil where the bytes are no such number; `offset` is then the first that does not fit.
    @inline(__always)
    init?(_ bytes: UnsafeRawBufferPointer, offset: inout Int) {
        offset = 0
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "-") {
            isNegative = true
            offset += 1
        }
        let start = offset
        guard take(bytes, &offset, isFraction: false) else { return nil }
        if bytes[start] == UInt8(ascii: "0"), offset > start + 1 { return nil }
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            offset += 1
            guard take(bytes, &offset, isFraction: true) else { return nil }
        }
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            guard let exponent = Self.exponent(bytes, &offset) else { return nil }
            integerDigits += exponent
        }
        if offset != bytes.count { return nil }
    }

    /// One digit or more.
    @inline(__always)
    private mutating func take(_ bytes: UnsafeRawBufferPointer, _ offset: inout Int, isFraction: Bool) -> Bool {
        let start = offset
        while offset < bytes.count {
            let digit = bytes[offset] &- UInt8(ascii: "0")
            if digit > 9 { break }
            offset += 1
            if digit != 0 { isZero = false }
            if isZero {
                if isFraction { integerDigits -= 1 }
                continue
            }
            if !isFraction { integerDigits += 1 }
            if count < 19 {
                digits = digits &* 10 &+ UInt64(digit)
                count += 1
            }
        }
        return offset > start
    }

    @inline(never)
    private static func exponent(_ bytes: UnsafeRawBufferPointer, _ offset: inout Int) -> Int? {
        offset += 1
        var isNegative = false
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "-") || bytes[offset] == UInt8(ascii: "+") {
            isNegative = bytes[offset] == UInt8(ascii: "-")
            offset += 1
        }
        let start = offset
        var exponent = 0
        while offset < bytes.count, bytes[offset] &- UInt8(ascii: "0") < 10 {
            exponent = min(exponent * 10 + Int(bytes[offset] - UInt8(ascii: "0")), 1 << 40)
            offset += 1
        }
        if offset == start { return nil }
        return isNegative ? -exponent : exponent
    }

    /// The number times ten to the power of `exponent`, without what is left after the point; nil beyond 18 digits.
    @inline(__always)
    func scaled(by exponent: Int) -> Int64? {
        let wanted = integerDigits + exponent
        if isZero || wanted <= 0 { return 0 }
        if wanted > 18 { return nil }
        let amount = wanted < count ? digits / Self.power(count - wanted) : digits * Self.power(wanted - count)
        return isNegative ? -Int64(amount) : Int64(amount)
    }

    /// Whether it is a whole number, so that `scaled(by: 0)` is all of it.
    var isWhole: Bool {
        if isZero || integerDigits >= count { return true }
        return integerDigits > 0 && digits % Self.power(count - integerDigits) == 0
    }

    @inline(__always)
    private static func power(_ exponent: Int) -> UInt64 {
        var power: UInt64 = 1
        for _ in 0..<exponent {
            power &*= 10
        }
        return power
    }
}

extension DecimalTime {
    /// The power of ten that makes milliseconds of it, by its size: seconds, milliseconds, microseconds, nanoseconds.
    /// Each pair of lengths spans 1973 to 2286 (nanoseconds: 2262), and no length belongs to two units.
    @inline(__always)
    var exponentToMilliseconds: Int? {
        switch integerDigits {
        case 9, 10: 3
        case 12, 13: 0
        case 15, 16: -3
        case 18, 19: -6
        default: nil
        }
    }

    @inline(__always)
    static func milliseconds(of bytes: UnsafeRawBufferPointer) -> TimeReading {
        var offset = 0
        guard let number = DecimalTime(bytes, offset: &offset) else { return .bad(offset: offset, .unknownForm) }
        if number.isNegative || number.isZero { return .bad(offset: 0, .notAfter1970) }
        guard let exponent = number.exponentToMilliseconds, let amount = number.scaled(by: exponent) else {
            return .bad(offset: 0, .numberOfDigits)
        }
        return .milliseconds(amount)
    }
}
