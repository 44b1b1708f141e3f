/// Where the events stand in a body. Says nothing of their validity.
enum EventSplitter {
    struct Malformed: Error {
        var reason: String
    }

    /// Every line is an event; a newline at the end is optional. Stops after `limit` lines.
    static func lines(_ body: UnsafeRawBufferPointer, limit: Int) -> [Range<Int>] {
        var events: [Range<Int>] = []
        var start = 0
        while start < body.count, events.count < limit {
            let end = body.firstOffset(of: UInt8(ascii: "\n"), from: start) ?? body.count
            events.append(start..<end)
            start = end + 1
        }
        return events
    }

    /// All of the body, where it is a single object rather than an array.
    static func object(_ body: UnsafeRawBufferPointer) -> Range<Int>? {
        let start = skipWhitespace(body, 0)
        return start < body.count && body[start] == UInt8(ascii: "{") ? 0..<body.count : nil
    }

    /// The elements of one JSON array. Stops after `limit` elements.
    static func elements(_ body: UnsafeRawBufferPointer, limit: Int) throws(Malformed) -> [Range<Int>] {
        var offset = skipWhitespace(body, 0)
        guard offset < body.count, body[offset] == UInt8(ascii: "[") else {
            throw Malformed(reason: "the body is not a JSON array")
        }
        var events: [Range<Int>] = []
        offset = skipWhitespace(body, offset + 1)
        if offset < body.count, body[offset] == UInt8(ascii: "]") {
            try expectEnd(body, after: offset)
            return events
        }
        while events.count < limit {
            let end = try elementEnd(body, offset)
            events.append(offset..<end)
            offset = skipWhitespace(body, end + 1)
            if body[end] == UInt8(ascii: "]") {
                try expectEnd(body, after: end)
                return events
            }
        }
        return events
    }

    private static func expectEnd(_ body: UnsafeRawBufferPointer, after bracket: Int) throws(Malformed) {
        guard skipWhitespace(body, bracket + 1) == body.count else {
            throw Malformed(reason: "something follows the JSON array")
        }
    }

    /// The comma or bracket of the outermost array that ends the element at `start`.
    private static func elementEnd(_ body: UnsafeRawBufferPointer, _ start: Int) throws(Malformed) -> Int {
        var depth = 0
        var isInString = false
        var offset = start
        while offset < body.count {
            let byte = body[offset]
            if isInString {
                if byte == UInt8(ascii: "\\") { offset += 1 }
                isInString = byte != UInt8(ascii: "\"")
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: ","), UInt8(ascii: "]"): if depth == 0 { return offset }
                default: break
                }
                if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { depth -= 1 }
            }
            offset += 1
        }
        throw Malformed(reason: "the JSON array does not end")
    }

    private static func skipWhitespace(_ body: UnsafeRawBufferPointer, _ start: Int) -> Int {
        var offset = start
        while offset < body.count, [0x20, 0x09, 0x0A, 0x0D].contains(body[offset]) { offset += 1 }
        return offset
    }
}
