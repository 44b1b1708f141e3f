/// The bytes of one line, and where each piece of RFC 8259 grammar in them ends. Positions are pointers into the line,
/// its end included, and nothing is read at or beyond `end`. They are passed on rather than kept in a cursor, so that
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
    func hasWord(at position: Position) -> Bool {
        position + 8 <= end
    }

    /// The next eight bytes, the first one lowest. Only where `hasWord(at:)`.
    @inline(__always)
    static func word(at position: Position) -> UInt64 {
        UInt64(littleEndian: position.loadUnaligned(as: UInt64.self))
    }

    /// The next eight bytes; zeros stand for those beyond the end.
    @inline(__always)
    func word(at position: Position) -> UInt64 {
        hasWord(at: position) ? Self.word(at: position) : lastWord(at: position)
    }

    @inline(never)
    private func lastWord(at position: Position) -> UInt64 {
        var word: UInt64 = 0
        for offset in stride(from: end - position - 1, through: 0, by: -1) {
            word = word << 8 | UInt64(position.load(fromByteOffset: offset, as: UInt8.self))
        }
        return word
    }

    /// Whether the bytes of `text`, at most 15 and then perhaps `last`, are next.
    @inline(__always)
    func has(_ text: StaticString, at position: Position) -> Bool {
        let length = text.utf8CodeUnitCount
        if length <= 8 {
            return (word(at: position) ^ Self.word(text, 0, length)) &<< UInt64(64 &- 8 &* length) == 0
        }
        return word(at: position) == Self.word(text, 0, 8)
            && (word(at: position + 8) ^ Self.word(text, 8, length)) &<< UInt64(128 &- 8 &* length) == 0
    }

    /// Folded by the compiler.
    @inline(__always)
    private static func word(_ text: StaticString, _ start: Int, _ end: Int) -> UInt64 {
        var word: UInt64 = 0
        for position in start..<end {
            word |= UInt64(text.utf8Start[position]) &<< UInt64((position &- start) &* 8)
        }
        return word
    }

    @inline(__always)
    func hasPair(_ pair: UInt16, at position: Position) -> Bool {
        position + 2 <= end && UInt16(littleEndian: position.loadUnaligned(as: UInt16.self)) == pair
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

    @inline(__always)
    func fault(at position: Position, _ expected: JSONFault.Expectation) -> JSONFault {
        JSONFault(offset: position - start, expected: expected)
    }
}
