extension MappingScratch {
    /// What a string stands for. Nothing is copied where it has no escape; half a surrogate pair becomes U+FFFD.
    @inline(__always)
    mutating func text(of string: JSONValue) -> Text {
        string.contents.hasEscapes ? unescaped(string.contents) : string.contents
    }

    @inline(never)
    private mutating func unescaped(_ contents: Text) -> Text {
        let start = arena.allocate(contents.count)
        let count = JSONString.unescape(contents.bytes, to: start)
        arena.giveBack(from: start + count)
        return Text(start, count)
    }

    /// The JSON string for a text.
    mutating func token(for text: Text) -> JSONValue {
        if !text.isPlain { return token(for: CollectionOfOne(text)) }
        let start = arena.allocate(text.count + 2)
        var writer = ByteWriter(at: start)
        writer.put(UInt8(ascii: "\""))
        writer.put(text)
        writer.put(UInt8(ascii: "\""))
        return JSONValue(start, writer.end, .string)
    }

    /// The JSON string for texts one after the other.
    mutating func token(for texts: some Sequence<Text>) -> JSONValue {
        var size = 2
        for text in texts {
            for byte in text.bytes { size += Self.escapedSize(byte) }
        }
        let start = arena.allocate(size)
        var end = start
        func put(_ byte: UInt8) {
            end.storeBytes(of: byte, as: UInt8.self)
            end += 1
        }
        put(UInt8(ascii: "\""))
        for text in texts {
            for byte in text.bytes {
                switch Self.escapedSize(byte) {
                case 1: put(byte)
                case 2 where byte >= 0x20:
                    put(UInt8(ascii: "\\"))
                    put(byte)
                default: for byte in OptionJSON.controlEscape(byte) { put(byte) }
                }
            }
        }
        put(UInt8(ascii: "\""))
        return JSONValue(start, end, .string)
    }

    @inline(__always)
    private static func escapedSize(_ byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x08, 0x09, 0x0A, 0x0C, 0x0D: 2
        case 0..<0x20: 6
        default: 1
        }
    }

    /// jq's `tostring`, but with a value's own digits and escapes: what a string stands for, and of all else the bytes
    /// without the whitespace between tokens.
    mutating func plainText(of value: JSONValue) -> Text {
        switch value.kind {
        case .string: return text(of: value)
        case .object, .array: return compacted(value)
        case .number, .boolean, .null: return Text(value.start, value.count)
        }
    }

    private mutating func compacted(_ value: JSONValue) -> Text {
        let start = arena.allocate(value.count)
        var end = start
        var isInString = false
        var isEscaped = false
        for byte in value.bytes {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
            } else {
                if byte <= UInt8(ascii: " ") { continue }
                isInString = byte == UInt8(ascii: "\"")
            }
            end.storeBytes(of: byte, as: UInt8.self)
            end += 1
        }
        arena.giveBack(from: end)
        return Text(start, end - start)
    }
}
