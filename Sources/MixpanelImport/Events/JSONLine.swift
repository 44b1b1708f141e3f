/// The bytes of one line, and where each piece of RFC 8259 grammar in them ends. Positions are pointers into the line,
/// its end included, and nothing is read at or beyond `end`. They are handed on instead of kept in a cursor, so that
/// the hot path stays in registers.
struct JSONLine {
    typealias Position = UnsafeRawPointer

    let start: Position
    let end: Position

    /// Zero stands for the end: outside strings no grammar accepts it.
    @inline(__always)
    func byte(at position: Position) -> UInt8 {
        position < end ? position.load(as: UInt8.self) : 0
    }

    @inline(__always)
    func hasPair(_ first: UInt8, _ second: UInt8, at position: Position) -> Bool {
        let pair = UInt16(first) | UInt16(second) &<< 8
        return end - position >= 2 && UInt16(littleEndian: position.loadUnaligned(as: UInt16.self)) == pair
    }

    @inline(__always)
    func hasWord(at position: Position) -> Bool {
        end - position >= 8
    }

    /// The next eight bytes, the first one lowest. Only where `hasWord(at:)`.
    @inline(__always)
    static func word(at position: Position) -> UInt64 {
        UInt64(littleEndian: position.loadUnaligned(as: UInt64.self))
    }

    /// The next eight bytes, the first one lowest; zeros stand for those beyond the end.
    @inline(__always)
    func word(at position: Position) -> UInt64 {
        hasWord(at: position) ? Self.word(at: position) : lastWord(at: position)
    }

    @inline(never)
    private func lastWord(at position: Position) -> UInt64 {
        let count = end - position
        if end - start >= 8 { return Self.word(at: end - 8) >> UInt64(64 &- 8 &* count) }
        var word: UInt64 = 0
        for offset in 0..<count {
            word |= UInt64(position.load(fromByteOffset: offset, as: UInt8.self)) &<< UInt64(8 &* offset)
        }
        return word
    }

    /// Whether the bytes of `text`, 1 to 15, come next.
    @inline(__always)
    func has(_ text: StaticString, at position: Position) -> Bool {
        let count = text.utf8CodeUnitCount
        if count <= 8 {
            return (word(at: position) ^ Self.word(text, 0, count)) &<< UInt64(64 &- 8 &* count) == 0
        }
        return word(at: position) == Self.word(text, 0, 8)
            && (word(at: position + 8) ^ Self.word(text, 8, count)) &<< UInt64(128 &- 8 &* count) == 0
    }

    /// The compiler folds this to a constant.
    @inline(__always)
    private static func word(_ text: StaticString, _ start: Int, _ end: Int) -> UInt64 {
        var word: UInt64 = 0
        for offset in start..<end {
            word |= UInt64(text.utf8Start[offset]) &<< UInt64(8 &* (offset &- start))
        }
        return word
    }

    /// The first byte that is not whitespace.
    @inline(__always)
    func skipWhitespace(_ position: Position) -> Position {
        byte(at: position) > UInt8(ascii: " ") ? position : skipWhitespaceRun(position)
    }

    @inline(never)
    private func skipWhitespaceRun(_ start: Position) -> Position {
        var position = start
        while true {
            switch byte(at: position) {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): position += 1
            default: return position
            }
        }
    }

    func fault(at position: Position, _ expected: JSONFault.Expectation) -> JSONFault {
        JSONFault(offset: position - start, expected: expected)
    }
}
