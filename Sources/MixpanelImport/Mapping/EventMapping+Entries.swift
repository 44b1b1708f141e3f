extension EventMapping {
    /// The object that an array of keys and values counts as.
    func entries(
        _ array: JSONValue,
        _ names: EntryNames,
        _ scratch: inout MappingScratch
    ) throws(JSONFault) -> Text {
        // The same member may be both key and value.
        let start = scratch.arena.allocate(array.count * 2 + 2)
        var writer = ByteWriter(at: start)
        writer.put(UInt8(ascii: "{"))
        let line = JSONLine(start: array.start, end: array.end)
        var position = line.skipWhitespace(array.start + 1)
        while line.byte(at: position) != UInt8(ascii: "]") {
            var entry = Entry(
                keyName: names.key.text(scratch.constants),
                valueName: names.value.text(scratch.constants)
            )
            position = line.skipWhitespace(try entry.read(line, at: position))
            if let key = entry.key, let value = entry.value {
                if writer.end > start + 1 { writer.put(UInt8(ascii: ",")) }
                writer.put(key)
                writer.put(UInt8(ascii: ":"))
                writer.put(value)
            }
            if line.byte(at: position) == UInt8(ascii: ",") { position = line.skipWhitespace(position + 1) }
        }
        writer.put(UInt8(ascii: "}"))
        return Text(start, writer.end - start)
    }
}

/// One element: its key, a string token, and its value.
private struct Entry {
    let keyName: Text
    let valueName: Text
    var key: Text?
    var value: Text?

    /// Gives the end of the element.
    @inline(__always)
    mutating func read(_ line: JSONLine, at start: UnsafeRawPointer) throws(JSONFault) -> UnsafeRawPointer {
        if line.byte(at: start) != UInt8(ascii: "{") { return try line.value(at: start, level: 0).end }
        var position = line.skipWhitespace(start + 1)
        while line.byte(at: position) != UInt8(ascii: "}") {
            let name = try line.key(at: position)
            let valueStart = try line.skipColon(name.end)
            let isValue = line.spells(valueName, name)
            let end: UnsafeRawPointer
            if isValue, line.byte(at: valueStart) == UInt8(ascii: "{") {
                end = try readTypedValue(line, at: valueStart)
            } else {
                let found = try line.value(at: valueStart, level: 0)
                end = found.end
                if isValue { value = found.kind == .null ? nil : Text(valueStart, end - valueStart) }
            }
            if line.spells(keyName, name) {
                let isText = line.byte(at: valueStart) == UInt8(ascii: "\"")
                key = isText ? Text(valueStart, end - valueStart) : nil
            }
            position = try line.nextMember(after: end)
        }
        return position + 1
    }

    /// The first `*_value` that is not null: BigQuery has a column for each type.
    @inline(__always)
    private mutating func readTypedValue(
        _ line: JSONLine,
        at start: UnsafeRawPointer
    ) throws(JSONFault) -> UnsafeRawPointer {
        value = nil
        var position = line.skipWhitespace(start + 1)
        while line.byte(at: position) != UInt8(ascii: "}") {
            let name = try line.key(at: position)
            let valueStart = try line.skipColon(name.end)
            let found = try line.value(at: valueStart, level: 0)
            if value == nil, found.kind != .null, line.endsInValue(name) {
                value = Text(valueStart, found.end - valueStart)
                let isWholeNumber = found.kind == .string && line.spells("int_value", name)
                if isWholeNumber, let number = value?.exactInteger { value = number }
            }
            position = try line.nextMember(after: found.end)
        }
        return position + 1
    }
}

extension JSONLine {
    @inline(__always)
    fileprivate func spells(_ name: Text, _ key: Key) -> Bool {
        let written = Text(key.start + 1, key.end - key.start - 2)
        return key.hasEscapes ? spellsEscaped(name, key) : written == name
    }

    @inline(never)
    private func spellsEscaped(_ name: Text, _ key: Key) -> Bool {
        let token = UnsafeRawBufferPointer(start: key.start, count: key.end - key.start)
        return JSONString.withContents(of: token) { $0.elementsEqual(name.bytes) }
    }

    @inline(__always)
    fileprivate func endsInValue(_ key: Key) -> Bool {
        let suffix: StaticString = "_value"
        if key.hasEscapes {
            let token = UnsafeRawBufferPointer(start: key.start, count: key.end - key.start)
            return JSONString.withContents(of: token) { name in
                name.suffix(6).elementsEqual(UnsafeRawBufferPointer(start: suffix.utf8Start, count: 6))
            }
        }
        return key.end - key.start >= 8 && has(suffix, at: key.end - 7)
    }
}

extension Text {
    /// What a string token holds, where that is a whole number that a double has exactly: up to 2^53.
    fileprivate var exactInteger: Text? {
        let digits = Text(start + 1, count - 2)
        var value: UInt64 = 0
        var first = 0
        if digits.count > 0, digits.bytes[0] == UInt8(ascii: "-") { first = 1 }
        if digits.count == first || digits.count > first + 16 { return nil }
        if digits.bytes[first] == UInt8(ascii: "0"), digits.count > first + 1 { return nil }
        for byte in digits.bytes[first...] {
            let digit = byte &- UInt8(ascii: "0")
            if digit > 9 { return nil }
            value = value * 10 + UInt64(digit)
        }
        return value <= 1 << 53 ? digits : nil
    }
}
