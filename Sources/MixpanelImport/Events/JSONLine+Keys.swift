extension JSONLine {
    struct Key {
        /// Its opening quote.
        var start: Position
        /// Past its closing quote.
        var end: Position
        var hasEscapes: Bool
    }

    @inline(__always)
    func key(at start: Position) throws(JSONFault) -> Key {
        if byte(at: start) != UInt8(ascii: "\"") { throw fault(at: start, .key) }
        let string = try string(at: start)
        return Key(start: start, end: string.end, hasEscapes: string.hasEscapes)
    }

    /// The start of the value after a key that ends at `keyEnd`.
    @inline(__always)
    func skipColon(_ keyEnd: Position) throws(JSONFault) -> Position {
        let colon = skipWhitespace(keyEnd)
        if byte(at: colon) != UInt8(ascii: ":") { throw fault(at: colon, .colon) }
        return skipWhitespace(colon + 1)
    }

    /// Whether the key, unescaped, is `name`.
    @inline(__always)
    func spells(_ name: StaticString, _ key: Key) -> Bool {
        if key.hasEscapes { return spellsEscaped(name, key) }
        return key.end - key.start == name.utf8CodeUnitCount + 2 && has(name, at: key.start + 1)
    }

    @inline(never)
    private func spellsEscaped(_ name: StaticString, _ key: Key) -> Bool {
        var position = key.start + 1
        for offset in 0..<name.utf8CodeUnitCount {
            let character = UInt16(name.utf8Start[offset])
            if byte(at: position) == UInt8(ascii: "\\") {
                if escapedUnit(at: position) != character { return false }
                position += 6
            } else {
                if byte(at: position) != character { return false }
                position += 1
            }
        }
        return position == key.end - 1
    }

    /// The UTF-16 code unit of a `\u` escape; nil for the short escapes, none of which spells a character of a name.
    private func escapedUnit(at start: Position) -> UInt16? {
        if byte(at: start + 1) != UInt8(ascii: "u") { return nil }
        var unit: UInt16 = 0
        for offset in 2..<6 {
            guard let digit = Self.hexDigit(byte(at: start + offset)) else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}
