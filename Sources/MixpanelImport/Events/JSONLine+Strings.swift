extension JSONLine {
    struct StringEnd {
        /// Past the closing quote.
        var end: Position
        var hasEscapes: Bool
    }

    /// The string whose opening quote is at `start`.
    @inline(__always)
    func string(at start: Position) throws(JSONFault) -> StringEnd {
        let position = skipPlainCharacters(start + 1)
        if byte(at: position) == UInt8(ascii: "\"") { return StringEnd(end: position + 1, hasEscapes: false) }
        return try stringWithSpecials(at: position)
    }

    @inline(never)
    private func stringWithSpecials(at start: Position) throws(JSONFault) -> StringEnd {
        var hasEscapes = false
        var position = start
        while true {
            let byte = byte(at: position)
            if byte == UInt8(ascii: "\"") { return StringEnd(end: position + 1, hasEscapes: hasEscapes) }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                position = try escape(at: position)
            } else if byte >= 0x80 {
                position = try multibyteRun(at: position)
            } else {
                throw fault(at: position, .stringCharacter)
            }
            position = skipPlainCharacters(position)
        }
    }

    /// The first byte that is a quote, a backslash, a control or not ASCII, or the end.
    @inline(__always)
    func skipPlainCharacters(_ start: Position) -> Position {
        var position = start
        while hasWord(at: position) {
            let marks = Self.specials(Self.word(at: position))
            if marks != 0 { return position + marks.trailingZeroBitCount / 8 }
            position += 8
        }
        return skipLastPlainCharacters(position)
    }

    @inline(never)
    private func skipLastPlainCharacters(_ start: Position) -> Position {
        start + Self.specials(word(at: start)).trailingZeroBitCount / 8
    }

    /// The lowest mark is exact: a subtraction borrows only from a byte that is marked itself. Exclusive-or with 2 puts
    /// the quote right above the controls. Above 0x7F the second term marks every byte but 0xDC, and that the first.
    @inline(__always)
    static func specials(_ word: UInt64) -> UInt64 {
        let quotesAndControls = (word ^ 0x0202_0202_0202_0202) &- 0x2121_2121_2121_2121
        let backslashes = (word ^ 0x5C5C_5C5C_5C5C_5C5C) &- 0x0101_0101_0101_0101
        return (quotesAndControls | backslashes) & 0x8080_8080_8080_8080
    }

    @inline(__always)
    private func escape(at start: Position) throws(JSONFault) -> Position {
        let byte = byte(at: start + 1)
        if Self.isSimpleEscape(byte) { return start + 2 }
        if byte != UInt8(ascii: "u") { throw fault(at: start + 1, .escape) }
        for offset in 2..<6 where Self.hexDigit(self.byte(at: start + offset)) == nil {
            throw fault(at: start + offset, .hexDigit)
        }
        return start + 6
    }

    @inline(__always)
    private static func isSimpleEscape(_ byte: UInt8) -> Bool {
        let low: UInt64 = 1 << 0x22 | 1 << 0x2F
        let high: UInt64 = 1 << 0x1C | 1 << 0x22 | 1 << 0x26 | 1 << 0x2E | 1 << 0x32 | 1 << 0x34
        let set = byte < 0x40 ? low : high
        return byte < 0x80 && set &>> UInt64(byte) & 1 == 1
    }

    @inline(__always)
    static func hexDigit(_ byte: UInt8) -> UInt8? {
        let digit = byte &- UInt8(ascii: "0")
        if digit < 10 { return digit }
        let letter = (byte | 0x20) &- UInt8(ascii: "a")
        return letter < 6 ? letter + 10 : nil
    }

    @inline(__always)
    private func multibyteRun(at start: Position) throws(JSONFault) -> Position {
        var position = start
        repeat {
            let length = multibyteLength(at: position)
            if length == 0 { throw fault(at: position, .utf8) }
            position += length
        } while byte(at: position) >= 0x80
        return position
    }

    /// 2 to 4, or 0 where no well-formed sequence of several bytes starts (Unicode standard, table 3-7).
    @inline(__always)
    func multibyteLength(at position: Position) -> Int {
        let word = UInt32(truncatingIfNeeded: word(at: position))
        if word & 0xC0_E0 == 0x80_C0 { return word & 0x1E == 0 ? 0 : 2 }
        if word & 0xC0_C0_F0 == 0x80_80_E0 {
            let isOverlong = word & 0x20_0F == 0
            let isSurrogate = word & 0x20_0F == 0x20_0D
            return isOverlong || isSurrogate ? 0 : 3
        }
        if word & 0xC0_C0_C0_F8 == 0x80_80_80_F0 {
            let isOverlong = word & 0x30_07 == 0
            let isBeyondUnicode = word & 0x04 != 0 && word & 0x30_03 != 0
            return isOverlong || isBeyondUnicode ? 0 : 4
        }
        return 0
    }
}
