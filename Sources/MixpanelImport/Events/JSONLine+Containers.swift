extension JSONLine {
    /// The kinds of the open containers fit in one UInt128.
    static var maximumLevel: Int { 128 }

    /// The end of the object or array at `start`, which is the container number `level` from outside.
    @inline(never)
    func container(at start: Position, level: Int) throws(JSONFault) -> Position {
        var objects: UInt128 = 0
        var depth = level - 1
        var position = start
        while true {
            let first = byte(at: position)
            if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
                if depth == Self.maximumLevel { throw fault(at: position, .fewerLevels) }
                depth &+= 1
                objects = objects &<< 1 | (first == UInt8(ascii: "{") ? 1 : 0)
                position = skipWhitespace(position + 1)
                if byte(at: position) != Self.closing(first) {
                    if objects & 1 == 1 { position = try skipKey(at: position) }
                    continue
                }
            } else if first == UInt8(ascii: "\"") {
                position = try skipWhitespace(string(at: position).end)
            } else {
                position = try skipWhitespace(scalar(at: position).end)
            }
            while byte(at: position) != UInt8(ascii: ",") {
                let isObject = objects & 1 == 1
                if byte(at: position) != (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    throw fault(at: position, isObject ? .commaOrBrace : .commaOrBracket)
                }
                position += 1
                objects &>>= 1
                depth &-= 1
                if depth < level { return position }
                position = skipWhitespace(position)
            }
            position = skipWhitespace(position + 1)
            if objects & 1 == 1 { position = try skipKey(at: position) }
        }
    }

    /// Braces and brackets stand two apart in ASCII.
    @inline(__always)
    private static func closing(_ opening: UInt8) -> UInt8 { opening + 2 }

    /// The start of the value that belongs to the key at `start`.
    @inline(__always)
    private func skipKey(at start: Position) throws(JSONFault) -> Position {
        try skipColon(key(at: start).end)
    }

    /// After a member's value: the next key, or the object's closing brace.
    @inline(__always)
    func nextMember(after valueEnd: Position) throws(JSONFault) -> Position {
        if hasPair(UInt8(ascii: ","), UInt8(ascii: "\""), at: valueEnd) { return valueEnd + 1 }
        return try nextSpacedMember(after: valueEnd)
    }

    @inline(never)
    private func nextSpacedMember(after valueEnd: Position) throws(JSONFault) -> Position {
        let position = skipWhitespace(valueEnd)
        if byte(at: position) == UInt8(ascii: "}") { return position }
        if byte(at: position) != UInt8(ascii: ",") { throw fault(at: position, .commaOrBrace) }
        let key = skipWhitespace(position + 1)
        if byte(at: key) != UInt8(ascii: "\"") { throw fault(at: key, .key) }
        return key
    }
}
