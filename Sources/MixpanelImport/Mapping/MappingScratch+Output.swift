extension MappingScratch {
    /// The bytes of the event that was written last, until the next line.
    var written: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: output.base, count: output.count) }

    /// Writes a document that is the event as it stands.
    mutating func write(document: JSONValue) {
        output.append(Text(document.start, document.count))
        replaceLineBreaks()
    }

    /// Writes an event of the properties, and notes where its parts stand, so that it need not be read again.
    mutating func write(_ event: JSONValue) {
        let head: StaticString = "{\"event\":"
        let middle: StaticString = ",\"properties\":{"
        let tail: StaticString = "}}"
        var size = head.utf8CodeUnitCount + event.count + middle.utf8CodeUnitCount + tail.utf8CodeUnitCount
        for index in 0..<properties.count {
            // The quotes, the colon, and a comma, which the last one does not need.
            size += properties[index].escaped.count + properties[index].value.count + 4
        }
        if properties.count > 0 { size -= 1 }
        let start = UnsafeMutableRawPointer(output.extend(by: size))
        var writer = ByteWriter(at: start)
        var scan = EventScan(
            start: 0,
            end: size,
            event: EventScan.Value(of: event, at: head.utf8CodeUnitCount),
            properties: .absent,
            propertyCount: properties.count
        )
        writer.put(head)
        writer.put(Text(event.start, event.count))
        writer.put(middle)
        let propertiesStart = writer.end - start - 1
        var hasContainers = false
        for index in 0..<properties.count {
            if index > 0 { writer.put(UInt8(ascii: ",")) }
            writer.put(UInt8(ascii: "\""))
            writer.put(properties[index].escaped)
            writer.put("\":")
            let value = properties[index].value
            scan.note(properties[index].name, value, at: writer.end - start)
            writer.put(Text(value.start, value.count))
            if value.isContainer { hasContainers = true }
        }
        writer.put(tail)
        scan.properties = EventScan.Value(kind: .object, start: propertiesStart, end: size - 1)
        self.scan = scan
        if hasContainers { finishContainers() }
    }

    /// A value of many levels may stand deeper now than a line may have levels: such an event is read again.
    @inline(never)
    private mutating func finishContainers() {
        replaceLineBreaks()
        for index in 0..<properties.count where properties[index].value.isContainer {
            let value = properties[index].value
            do throws(JSONFault) {
                _ = try JSONLine(start: value.start, end: value.end).value(at: value.start, level: 2)
            } catch {
                scan = nil
            }
        }
    }

    mutating func moveOutput(to output: inout [UInt8]) {
        output.append(contentsOf: written)
    }

    /// Line breaks can stand only between tokens, where a space is as good.
    private mutating func replaceLineBreaks() {
        let bytes = output.base
        var offset = 0
        while output.count - offset >= 8 {
            let word = UnsafeRawPointer(bytes + offset).loadUnaligned(as: UInt64.self)
            if Self.mayHoldLineBreak(word) { Self.replaceLineBreaks(bytes + offset, 8) }
            offset += 8
        }
        Self.replaceLineBreaks(bytes + offset, output.count - offset)
    }

    /// Whether one of the bytes is below 0x10.
    @inline(__always)
    private static func mayHoldLineBreak(_ word: UInt64) -> Bool {
        (word &- 0x1010_1010_1010_1010) & ~word & 0x8080_8080_8080_8080 != 0
    }

    private static func replaceLineBreaks(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) {
        for offset in 0..<count where bytes[offset] == UInt8(ascii: "\n") || bytes[offset] == UInt8(ascii: "\r") {
            bytes[offset] = UInt8(ascii: " ")
        }
    }
}

extension EventScan {
    @inline(__always)
    fileprivate mutating func note(_ name: Text, _ value: JSONValue, at start: Int) {
        switch name.count {
        case 4 where name == Text("time"): time = Value(of: value, at: start)
        case 10 where name == Text("$insert_id"): insertID = Value(of: value, at: start)
        case 11 where name == Text("distinct_id"): distinctID = Value(of: value, at: start)
        default: break
        }
    }
}

extension EventScan.Value {
    @inline(__always)
    fileprivate init(of value: JSONValue, at start: Int) {
        self.init(kind: value.kind, start: start, end: start + value.count)
    }
}
