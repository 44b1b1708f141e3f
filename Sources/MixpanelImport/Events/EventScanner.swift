/// One strict pass over the bytes of a line: is it one JSON object, and where do the parts of an event stand in it?
package enum EventScanner {
    /// Nil for a line of nothing but whitespace. Inlined, because copying the result out twice costs a tenth of the
    /// pass.
    @inline(__always)
    package static func scan(_ line: UnsafeRawBufferPointer) throws(EventFault) -> EventScan? {
        var parts = EventParts()
        return try parts.find(in: line) ? parts.scan : nil
    }
}

/// What has been found of an event so far. Syntax comes first: what is missing, double or of the wrong kind is reported
/// only of lines that are JSON to their end.
private struct EventParts {
    typealias Position = JSONLine.Position
    typealias ValueEnd = JSONLine.ValueEnd

    var scan = EventScan(start: 0, end: 0, event: .absent, properties: .absent, propertyCount: 0)
    var duplicate: (name: StaticString, offset: Int)?

    @inline(never)
    mutating func find(in bytes: UnsafeRawBufferPointer) throws(EventFault) -> Bool {
        guard let base = bytes.baseAddress else { return false }
        let line = JSONLine(start: base, end: base + bytes.count)
        let start = line.skipWhitespace(base)
        if start == line.end { return false }
        let whole: ValueEnd
        do throws(JSONFault) {
            whole = try event(in: line, at: start)
        } catch {
            throw EventFault(error, in: line)
        }
        scan.start = start - line.start
        scan.end = whole.end - line.start
        try check(whole.kind)
        return true
    }

    @inline(__always)
    private mutating func event(in line: JSONLine, at start: Position) throws(JSONFault) -> ValueEnd {
        let isObject = line.byte(at: start) == UInt8(ascii: "{")
        let whole = isObject ? try members(in: line, at: start) : try line.value(at: start, level: 0)
        let end = line.skipWhitespace(whole.end)
        if end != line.end { throw line.fault(at: end, .endOfLine) }
        return whole
    }

    @inline(__always)
    private mutating func members(in line: JSONLine, at start: Position) throws(JSONFault) -> ValueEnd {
        var position = line.skipWhitespace(start + 1)
        while line.byte(at: position) != UInt8(ascii: "}") {
            let key = try line.key(at: position)
            let valueStart = try line.skipColon(key.end)
            let value: ValueEnd
            if line.spells("properties", key) {
                if !scan.properties.isAbsent { noteDuplicate("properties", key, line) }
                let isObject = line.byte(at: valueStart) == UInt8(ascii: "{")
                value = isObject ? try properties(in: line, at: valueStart) : try line.value(at: valueStart, level: 1)
                scan.properties = line.found(value, at: valueStart)
            } else {
                value = try line.value(at: valueStart, level: 1)
                if line.spells("event", key) {
                    if !scan.event.isAbsent { noteDuplicate("event", key, line) }
                    scan.event = line.found(value, at: valueStart)
                }
            }
            position = try line.nextMember(after: value.end)
        }
        return ValueEnd(.object, position + 1)
    }

    @inline(__always)
    private mutating func properties(in line: JSONLine, at start: Position) throws(JSONFault) -> ValueEnd {
        var count = 0
        var position = line.skipWhitespace(start + 1)
        while line.byte(at: position) != UInt8(ascii: "}") {
            let key = try line.key(at: position)
            let valueStart: Position
            let value: ValueEnd
            if line.hasPair(UInt8(ascii: ":"), UInt8(ascii: "\""), at: key.end) {
                valueStart = key.end + 1
                value = try ValueEnd(.string, line.string(at: valueStart).end)
            } else {
                valueStart = try line.skipColon(key.end)
                value = try line.value(at: valueStart, level: 2)
            }
            if line.spells("time", key) {
                if scan.time != nil { noteDuplicate("time", key, line) }
                scan.time = line.found(value, at: valueStart)
            } else if line.spells("distinct_id", key) {
                if scan.distinctID != nil { noteDuplicate("distinct_id", key, line) }
                scan.distinctID = line.found(value, at: valueStart)
            } else if line.spells("$insert_id", key) {
                if scan.insertID != nil { noteDuplicate("$insert_id", key, line) }
                scan.insertID = line.found(value, at: valueStart)
            }
            count &+= 1
            position = try line.nextMember(after: value.end)
        }
        scan.propertyCount = count
        return ValueEnd(.object, position + 1)
    }

    @inline(never)
    private mutating func noteDuplicate(_ name: StaticString, _ key: JSONLine.Key, _ line: JSONLine) {
        if duplicate == nil { duplicate = (name, key.start - line.start) }
    }

    @inline(__always)
    private func check(_ kind: EventScan.Kind) throws(EventFault) {
        if kind != .object { throw .notObject(kind, at: scan.start) }
        if let duplicate { throw .duplicateKey(duplicate.name, at: duplicate.offset) }
        if scan.event.kind != .string || scan.event.isAbsent { throw .missingEvent(scan.event) }
        if scan.properties.kind != .object || scan.properties.isAbsent { throw .missingProperties(scan.properties) }
    }
}

extension JSONLine {
    @inline(__always)
    fileprivate func found(_ value: ValueEnd, at valueStart: Position) -> EventScan.Value {
        EventScan.Value(kind: value.kind, start: valueStart - start, end: value.end - start)
    }
}
