/// One strict pass over the bytes of a line: is it one JSON object, and where do the parts of an event stand in it?
package enum EventScanner {
    /// Nil for a line of nothing but whitespace.
    @inline(__always)
    package static func scan(_ bytes: UnsafeRawBufferPointer) throws(EventFault) -> EventScan? {
        var scan = EventScan.nothingFound
        return try find(bytes, &scan) ? scan : nil
    }
    @inline(never)
    package static func find(_ bytes: UnsafeRawBufferPointer, _ scan: inout EventScan) throws(EventFault) -> Bool {
        guard let base = bytes.baseAddress else { return false }
        let line = JSONLine(start: base, end: base + bytes.count)
        let start = line.skipWhitespace(base)
        if start == line.end { return false }
        var secondKey = -1
        do throws(JSONFault) {
            let whole = try line.event(at: start, &scan, &secondKey)
            if whole.kind != .object { throw line.fault(at: start, .literal) }
            scan.start = start - base
            scan.end = whole.end - base
            if secondKey >= 0 { throw line.fault(at: start, .literal) }
            if scan.event.kind != .string { throw line.fault(at: start, .literal) }
            if scan.properties.kind != .object { throw line.fault(at: start, .literal) }
        } catch {
            throw EventFault(error, in: line)
        }
        return true
    }
}

extension EventScan {
    static let absent = EventScan.Value(kind: .null, start: 0, end: 0)
    static var nothingFound: EventScan { EventScan(
        start: 0, end: 0, event: EventScan.Value(kind: .null, start: 0, end: 0), properties: EventScan.Value(kind: .null, start: 0, end: 0), time: nil, distinctID: nil, insertID: nil, propertyCount: 0) }
}

extension JSONLine {

    @inline(__always)
    func event(at start: Position, _ scan: inout EventScan, _ secondKey: inout Int) throws(JSONFault) -> ValueEnd {
        let value: ValueEnd
        if byte(at: start) == UInt8(ascii: "{") {
            value = try topMembers(at: start, &scan, &secondKey)
        } else {
            value = try self.value(at: start, level: 0)
        }
        let end = skipWhitespace(value.end)
        if end != self.end { throw fault(at: end, .endOfLine) }
        return value
    }

    @inline(__always)
    private func topMembers(at start: Position, _ scan: inout EventScan, _ secondKey: inout Int) throws(JSONFault) -> ValueEnd {
        var offset = skipWhitespace(start + 1)
        while byte(at: offset) != UInt8(ascii: "}") {
            let key = try self.key(at: offset)
            offset = try skipColon(key.end)
            let value: ValueEnd
            if spells("properties\"", key) {
                if byte(at: offset) == UInt8(ascii: "{") {
                    value = try properties(at: offset, &scan, &secondKey)
                } else {
                    value = try self.value(at: offset, level: 1)
                }
                if scan.properties.end != 0, secondKey < 0 { secondKey = key.start - self.start }
                scan.properties = EventScan.Value(kind: value.kind, start: offset - self.start, end: value.end - self.start)
            } else {
                value = try self.value(at: offset, level: 1)
                if spells("event\"", key) {
                    if scan.event.end != 0, secondKey < 0 { secondKey = key.start - self.start }
                    scan.event = EventScan.Value(kind: value.kind, start: offset - self.start, end: value.end - self.start)
                }
            }
            offset = try nextMember(after: value.end)
        }
        return ValueEnd(.object, offset + 1)
    }

    @inline(__always)
    private func properties(at start: Position, _ scan: inout EventScan, _ secondKey: inout Int) throws(JSONFault) -> ValueEnd {
        var count = 0
        var offset = skipWhitespace(start + 1)
        while byte(at: offset) != UInt8(ascii: "}") {
            let key = try self.key(at: offset)
            let value: ValueEnd
            if hasPair(0x223A, at: key.end) {
                offset = key.end + 1
                value = try ValueEnd(.string, string(at: offset).end)
            } else {
                offset = try skipColon(key.end)
                value = try self.value(at: offset, level: 2)
            }
            if spells("time\"", key) {
                note(EventScan.Value(kind: value.kind, start: offset - self.start, end: value.end - self.start), key.start, &scan.time, &secondKey)
            } else if spells("distinct_id\"", key) {
                note(EventScan.Value(kind: value.kind, start: offset - self.start, end: value.end - self.start), key.start, &scan.distinctID, &secondKey)
            } else if spells("$insert_id\"", key) {
                note(EventScan.Value(kind: value.kind, start: offset - self.start, end: value.end - self.start), key.start, &scan.insertID, &secondKey)
            }
            count &+= 1
            offset = try nextMember(after: value.end)
        }
        scan.propertyCount = count
        return ValueEnd(.object, offset + 1)
    }

    @inline(__always)
    private func note(
        _ value: EventScan.Value,
        _ keyStart: Position,
        _ part: inout EventScan.Value?,
        _ secondKey: inout Int
    ) {
        if part != nil, secondKey < 0 { secondKey = keyStart - self.start }
        part = value
    }
}
