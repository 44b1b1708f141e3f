/// Programs that keep numbers in doubles write 17 significant digits at most, and zeros for the rest: of ids with 18
/// digits or more only those of them end in zeros, but for one in ten or less by chance.
enum RoundedID {
    private static var significantDigits: Int { 17 }

    /// Nil for what has too few digits to tell, or is no whole number; of a JSON number, or text of digits.
    static func isRounded(_ value: UnsafeRawBufferPointer) -> Bool? {
        var digits = value[...]
        if digits.first == UInt8(ascii: "\"") { digits = digits.dropFirst().dropLast() }
        if digits.first == UInt8(ascii: "-") { digits = digits.dropFirst() }
        guard digits.count > significantDigits else { return nil }
        guard digits.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else {
            return isLargeWithExponent(digits) ? true : nil
        }
        guard digits.first != UInt8(ascii: "0") else { return nil }
        return digits.dropFirst(significantDigits).allSatisfy { $0 == UInt8(ascii: "0") }
    }

    /// 3.602879701896397e+16 and the like.
    private static func isLargeWithExponent(_ text: Slice<UnsafeRawBufferPointer>) -> Bool {
        guard let letter = text.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return false }
        let mantissa = text[..<letter]
        let exponent = text[(letter + 1)...].drop { $0 == UInt8(ascii: "+") }
        guard mantissa.allSatisfy({ $0 == UInt8(ascii: ".") || $0 &- UInt8(ascii: "0") < 10 }), exponent.count == 2
        else {
            return false
        }
        return exponent.allSatisfy { $0 &- UInt8(ascii: "0") < 10 } && exponent.first != UInt8(ascii: "0")
    }
}
