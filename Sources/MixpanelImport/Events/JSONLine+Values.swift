extension JSONLine {
    struct ValueEnd {
        var kind: EventScan.Kind
        var end: Position

        @inline(__always)
        init(_ kind: EventScan.Kind, _ end: Position) {
            self.kind = kind
            self.end = end
        }
    }

    /// The value at `start`, which stands inside `level` containers.
    @inline(never)
    func value(at start: Position, level: Int) throws(JSONFault) -> ValueEnd {
        switch byte(at: start) {
        case UInt8(ascii: "\""): try ValueEnd(.string, string(at: start).end)
        case UInt8(ascii: "{"): try ValueEnd(.object, container(at: start, level: level + 1))
        case UInt8(ascii: "["): try ValueEnd(.array, container(at: start, level: level + 1))
        default: try scalar(at: start)
        }
    }

    @inline(never)
    func scalar(at start: Position) throws(JSONFault) -> ValueEnd {
        switch byte(at: start) {
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try ValueEnd(.number, number(at: start))
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): try literal(at: start)
        default: throw fault(at: start, .value)
        }
    }

    @inline(__always)
    private func literal(at start: Position) throws(JSONFault) -> ValueEnd {
        if has("true", at: start) { return ValueEnd(.boolean, start + 4) }
        if has("false", at: start) { return ValueEnd(.boolean, start + 5) }
        if has("null", at: start) { return ValueEnd(.null, start + 4) }
        throw literalFault(at: start)
    }

    private func literalFault(at start: Position) -> JSONFault {
        let first = byte(at: start)
        let name: StaticString = first == UInt8(ascii: "t") ? "true" : first == UInt8(ascii: "f") ? "false" : "null"
        var offset = 1
        while byte(at: start + offset) == name.utf8Start[offset] {
            offset += 1
        }
        return fault(at: start + offset, .literal)
    }

    @inline(__always)
    private func number(at start: Position) throws(JSONFault) -> Position {
        var position = start
        if byte(at: position) == UInt8(ascii: "-") { position += 1 }
        if byte(at: position) == UInt8(ascii: "0") {
            position += 1
            if byte(at: position) &- UInt8(ascii: "0") < 10 { throw fault(at: position, .noLeadingZero) }
        } else {
            position = try digits(at: position)
        }
        if byte(at: position) == UInt8(ascii: ".") { position = try digits(at: position + 1) }
        if byte(at: position) | 0x20 == UInt8(ascii: "e") {
            position += 1
            if byte(at: position) == UInt8(ascii: "+") || byte(at: position) == UInt8(ascii: "-") { position += 1 }
            position = try digits(at: position)
        }
        return position
    }

    /// One digit or more.
    @inline(__always)
    private func digits(at start: Position) throws(JSONFault) -> Position {
        let end = skipDigits(start)
        if end == start { throw fault(at: start, .digit) }
        return end
    }

    @inline(__always)
    private func skipDigits(_ start: Position) -> Position {
        var position = start
        while hasWord(at: position) {
            let marks = Self.nonDigits(Self.word(at: position))
            if marks != 0 { return position + marks.trailingZeroBitCount / 8 }
            position += 8
        }
        return skipLastDigits(position)
    }

    @inline(never)
    private func skipLastDigits(_ start: Position) -> Position {
        start + Self.nonDigits(word(at: start)).trailingZeroBitCount / 8
    }

    /// The lowest mark is exact: an addition carries only out of a byte that is marked itself.
    @inline(__always)
    private static func nonDigits(_ word: UInt64) -> UInt64 {
        let digits = word ^ 0x3030_3030_3030_3030
        return (digits &+ 0x7676_7676_7676_7676 | digits) & 0x8080_8080_8080_8080
    }
}
