/// Writes records as lines of JSON.
///
/// A line is built in a buffer of its own, large enough for the worst case, and then copied once: appending each piece
/// to an array costs more than writing it.
struct CSVWriter: Sendable {
    let isTextOnly: Bool
    private var buffer: [UInt8] = []

    init(isTextOnly: Bool) {
        self.isTextOnly = isTextOnly
    }

    /// The object of the record that the bytes begin with; nil, and nothing added, where they do not hold all of it or
    /// it has another number of fields than there are names. Returns the record's bytes.
    mutating func addObject(of bytes: CSVFieldScanner, header: CSVHeader, to output: inout [UInt8]) -> Int? {
        makeRoom(header, recordBytes: bytes.bytes.count)
        let object = CSVObject(header: header, isTextOnly: isTextOnly)
        return buffer.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress, let (end, count) = object.write(bytes, to: start) else { return nil }
            output.append(contentsOf: UnsafeRawBufferPointer(start: start, count: end - start))
            return count
        }
    }

    /// The object of the record, which has as many fields as there are names.
    mutating func addObject(_ record: CSVRecord, header: CSVHeader, to output: inout [UInt8]) {
        makeRoom(header, recordBytes: record.content.count)
        let object = CSVObject(header: header, isTextOnly: isTextOnly)
        buffer.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return }
            let end = object.write(record, to: start)
            output.append(contentsOf: UnsafeRawBufferPointer(start: start, count: end - start))
        }
    }

    /// `["field","field"`: what there is of the record so far, without an end if the last field goes on.
    mutating func addArray(of record: CSVRecord, isComplete: Bool, to output: inout [UInt8]) {
        output += Array("[\"".utf8)
        for index in 0..<record.count {
            if index > 0 { addFieldEnd(to: &output) }
            record.field(index).withUnsafeBytes { addText($0, to: &output) }
        }
        if isComplete {
            output += Array("\"]\n".utf8)
            return
        }
        if record.count > 0 { addFieldEnd(to: &output) }
        record.content[(record.ends.last ?? 0)...].withUnsafeBytes { addText($0, to: &output) }
    }

    func addFieldEnd(to output: inout [UInt8]) {
        output += Array("\",\"".utf8)
    }

    mutating func addText(_ text: UnsafeRawBufferPointer, to output: inout [UInt8]) {
        makeRoom(JSONText.longestEscape * text.count + 8)
        buffer.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return }
            let end = JSONText.write(text, to: start)
            output.append(contentsOf: UnsafeRawBufferPointer(start: start, count: end - start))
        }
    }

    /// For each name, and each field in its quotes with all of it escaped.
    private mutating func makeRoom(_ header: CSVHeader, recordBytes: Int) {
        makeRoom(header.members.count + JSONText.longestEscape * recordBytes + 4 * header.count + 16)
    }

    private mutating func makeRoom(_ count: Int) {
        if buffer.count < count { buffer = [UInt8](repeating: 0, count: count) }
    }
}
