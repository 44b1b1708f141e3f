/// A record as the object of its fields, written to where there is room for it.
struct CSVObject {
    let header: CSVHeader
    let isTextOnly: Bool

    func write(
        _ bytes: CSVFieldScanner,
        to start: UnsafeMutableRawPointer
    ) -> (end: UnsafeMutableRawPointer, count: Int)? {
        header.members.withUnsafeBytes { members in
            header.ends.withUnsafeBufferPointer { ends in
                var target = start
                var offset = 0
                var memberStart = 0
                for (index, memberEnd) in ends.enumerated() {
                    guard let field = bytes.field(at: offset) else { return nil }
                    let member = UnsafeRawBufferPointer(rebasing: members[memberStart..<memberEnd])
                    let text = UnsafeRawBufferPointer(rebasing: bytes.bytes[field.range])
                    target = write(text, hasQuotes: field.hasQuotes, of: member, to: target)
                    memberStart = memberEnd
                    offset = field.next
                    if !field.isLast { continue }
                    return index == ends.count - 1 ? (Self.endObject(from: start, at: target), offset) : nil
                }
                return nil
            }
        }
    }

    func write(_ record: CSVRecord, to start: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        header.members.withUnsafeBytes { members in
            record.content.withUnsafeBytes { content in
                var target = start
                var fieldStart = 0
                for (index, fieldEnd) in record.ends.enumerated() {
                    let field = UnsafeRawBufferPointer(rebasing: content[fieldStart..<fieldEnd])
                    let member = UnsafeRawBufferPointer(rebasing: members[header.range(ofMember: index)])
                    target = write(field, hasQuotes: false, of: member, to: target)
                    fieldStart = fieldEnd
                }
                return Self.endObject(from: start, at: target)
            }
        }
    }

    /// One member of an object, with the comma before it; nothing for an empty field or a column without a name.
    /// `hasQuotes`: each quote in the field is doubled.
    @inline(__always)
    private func write(
        _ field: UnsafeRawBufferPointer,
        hasQuotes: Bool,
        of member: UnsafeRawBufferPointer,
        to start: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        guard !field.isEmpty, let name = member.baseAddress, !member.isEmpty, let value = field.baseAddress else {
            return start
        }
        var target = start
        target.copyMemory(from: name, byteCount: member.count)
        target += member.count
        if !isTextOnly, CSVValue.isLiteral(field) {
            target.copyMemory(from: value, byteCount: field.count)
            return target + field.count
        }
        target.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
        target = hasQuotes ? JSONText.writeHalvingQuotes(field, to: target + 1) : JSONText.write(field, to: target + 1)
        target.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
        return target + 1
    }

    /// The comma before the first member becomes the opening brace.
    @inline(__always)
    private static func endObject(
        from start: UnsafeMutableRawPointer,
        at end: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        start.storeBytes(of: UInt8(ascii: "{"), as: UInt8.self)
        let target = end == start ? start + 1 : end
        target.storeBytes(of: UInt8(ascii: "}"), as: UInt8.self)
        target.storeBytes(of: UInt8(ascii: "\n"), toByteOffset: 1, as: UInt8.self)
        return target + 2
    }
}
