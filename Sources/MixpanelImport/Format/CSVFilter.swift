#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Turns the records of a table (RFC 4180) into one object a line, named by the first record.
///
/// Memory: the record that is being read, up to the longest line; one that is longer goes out as an array while it is
/// read, and is then a line that is too long. What RFC 4180 leaves open is read as Python's csv module reads it.
package struct CSVFilter: Sendable {
    private enum Place {
        case fieldStart
        case unquoted
        case quoted
        /// After a quote in a quoted field: the first of two, or the closing one.
        case afterQuote
    }

    /// A call ends at the first record end after it has added this much: names repeat, so the output can be many times
    /// the input.
    private static let outputBytes = 1 << 18

    private let separator: UInt8
    private let lineBytes: Int
    private var writer: CSVWriter
    private var header: CSVHeader?
    private var record = CSVRecord()
    private var place = Place.fieldStart
    /// The record is too long to be held: its beginning has gone out.
    private var isLong = false
    /// Bytes of a byte order mark at the start of the input; nil after it.
    private var markBytes: Int? = 0
    /// Where the chunk, and the latest quoted field, begin in the input.
    private var chunkOffset = 0
    private var quoteOffset = 0
    private var lines = 0
    private var faults: [FormatFault] = []

    package init(separator: UInt8, isTextOnly: Bool, lineBytes: Int) {
        self.separator = separator
        self.lineBytes = lineBytes
        writer = CSVWriter(isTextOnly: isTextOnly)
    }

    package mutating func takeFaults() -> [FormatFault] {
        defer { faults = [] }
        return faults
    }

    /// Adds the lines of the first bytes of the chunk to `output`, and returns how many bytes they are.
    package mutating func take(_ chunk: UnsafeRawBufferPointer, into output: inout [UInt8]) throws(FormatError) -> Int {
        let outputLimit = output.count + Self.outputBytes
        var offset = skipMark(chunk)
        while offset < chunk.count, output.count < outputLimit {
            if place == .fieldStart, record.count == 0, !isLong,
                let end = takeWholeRecord(chunk, from: offset, into: &output)
            {
                offset = end
            } else {
                offset = try takePart(chunk, from: offset, into: &output)
            }
        }
        chunkOffset += offset
        return offset
    }

    /// The last record needs no line break.
    package mutating func finish(into output: inout [UInt8]) throws(FormatError) {
        if let count = markBytes, count > 0 { _ = skipMark(UnsafeRawBufferPointer(start: nil, count: 0), isEnd: true) }
        guard place != .fieldStart || record.count > 0 || isLong else { return }
        guard place == .quoted else { return try endRecord(into: &output) }
        faults.append(FormatFault(line: lines + 1, kind: .openQuote(offset: quoteOffset)))
        record.endField()
        if isLong { return endLongRecord(into: &output) }
        writer.addArray(of: record, isComplete: true, to: &output)
        endLine()
    }

    /// The offset after a byte order mark. Bytes that only begin like one belong to the first field.
    private mutating func skipMark(_ chunk: UnsafeRawBufferPointer, isEnd: Bool = false) -> Int {
        guard var count = markBytes else { return 0 }
        var offset = 0
        while count < ByteOrderMark.bytes.count, offset < chunk.count, chunk[offset] == ByteOrderMark.bytes[count] {
            count += 1
            offset += 1
        }
        markBytes = count
        if count == ByteOrderMark.bytes.count {
            markBytes = nil
        } else if offset < chunk.count || isEnd {
            markBytes = nil
            record.content += ByteOrderMark.bytes[..<count]
            if count > 0 { place = .unquoted }
        }
        return offset
    }

    /// The end of the record, which goes from the chunk into its line; nil where it takes more than that.
    private mutating func takeWholeRecord(
        _ chunk: UnsafeRawBufferPointer,
        from start: Int,
        into output: inout [UInt8]
    ) -> Int? {
        guard let header, chunk[start] != UInt8(ascii: "\n"), chunk[start] != UInt8(ascii: "\r") else { return nil }
        let piece = UnsafeRawBufferPointer(rebasing: chunk[start..<min(chunk.count, start + lineBytes)])
        let scanner = CSVFieldScanner(bytes: piece, separator: separator)
        guard let count = writer.addObject(of: scanner, header: header, to: &output) else { return nil }
        endLine()
        return start + count
    }

    private mutating func takePart(
        _ chunk: UnsafeRawBufferPointer,
        from start: Int,
        into output: inout [UInt8]
    ) throws(FormatError) -> Int {
        switch place {
        case .fieldStart:
            guard chunk[start] == UInt8(ascii: "\"") else {
                place = .unquoted
                return start
            }
            place = .quoted
            record.hasQuotes = true
            quoteOffset = chunkOffset + start
            return start + 1
        case .unquoted:
            let end = CSVFieldScanner(bytes: chunk, separator: separator).endOfPlainText(from: start)
            if header == nil { record.noteCarriageReturn(in: chunk[start..<end]) }
            try add(chunk[start..<end], into: &output)
            if end == chunk.count { return end }
            try endField(with: chunk[end], into: &output)
            return end + 1
        case .quoted:
            let rest = UnsafeRawBufferPointer(rebasing: chunk[start...])
            let end = rest.endOfQuotedText.map { start + $0 } ?? chunk.count
            try add(chunk[start..<end], into: &output)
            if end == chunk.count { return end }
            place = .afterQuote
            return end + 1
        case .afterQuote:
            let byte = chunk[start]
            if byte == UInt8(ascii: "\"") {
                place = .quoted
                try add(chunk[start...start], into: &output)
                return start + 1
            }
            guard byte == separator || byte == UInt8(ascii: "\n") else {
                place = .unquoted
                return start
            }
            try endField(with: byte, into: &output)
            return start + 1
        }
    }

    private mutating func add(
        _ text: Slice<UnsafeRawBufferPointer>,
        into output: inout [UInt8]
    ) throws(FormatError) {
        record.content.append(contentsOf: UnsafeRawBufferPointer(rebasing: text))
        try handOnIfLong(into: &output)
    }

    private mutating func endField(with byte: UInt8, into output: inout [UInt8]) throws(FormatError) {
        if byte == UInt8(ascii: "\n") { return try endRecord(into: &output) }
        place = .fieldStart
        if isLong {
            handOnContent(isComplete: true, into: &output)
            writer.addFieldEnd(to: &output)
        } else {
            record.endField()
            try handOnIfLong(into: &output)
        }
    }

    private mutating func handOnIfLong(into output: inout [UInt8]) throws(FormatError) {
        if isLong { return handOnContent(isComplete: false, into: &output) }
        guard record.bytes > lineBytes else { return }
        if header == nil {
            throw hasCarriageReturn(before: lineBytes) ? carriageReturns : .headerTooLong(limit: lineBytes)
        }
        isLong = true
        let carriageReturn = takeCarriageReturn()
        writer.addArray(of: record, isComplete: false, to: &output)
        record.removeAll()
        record.content += carriageReturn
    }

    /// A carriage return goes only once it is known not to be half a line break.
    private mutating func handOnContent(isComplete: Bool, into output: inout [UInt8]) {
        let carriageReturn = isComplete ? [] : takeCarriageReturn()
        record.content.withUnsafeBytes { writer.addText($0, to: &output) }
        record.content.removeAll(keepingCapacity: true)
        record.content += carriageReturn
    }

    private mutating func takeCarriageReturn() -> [UInt8] {
        guard place == .unquoted, record.content.count > record.ends.last ?? 0,
            record.content.last == UInt8(ascii: "\r")
        else { return [] }
        return [record.content.removeLast()]
    }

    private mutating func endRecord(into output: inout [UInt8]) throws(FormatError) {
        _ = takeCarriageReturn()
        if hasCarriageReturn(before: record.bytes) { throw carriageReturns }
        record.endField()
        if isLong { return endLongRecord(into: &output) }
        guard let header else { return try takeHeader() }
        if record.isEmpty {
            output.append(UInt8(ascii: "\n"))
        } else if record.count == header.count {
            writer.addObject(record, header: header, to: &output)
        } else {
            let kind = FormatFault.Kind.fieldCount(found: record.count, expected: header.count)
            faults.append(FormatFault(line: lines + 1, kind: kind))
            writer.addArray(of: record, isComplete: true, to: &output)
        }
        endLine()
    }

    private mutating func endLongRecord(into output: inout [UInt8]) {
        handOnContent(isComplete: true, into: &output)
        output += Array("\"]\n".utf8)
        endLine()
    }

    /// Where one stands among the names, lines end with it, and the names are not what they seem.
    private func hasCarriageReturn(before end: Int) -> Bool { header == nil && record.carriageReturn ?? end < end }
    private var carriageReturns: FormatError { .refused(.carriageReturns(separator: separator)) }

    /// Empty lines before the names are passed over.
    private mutating func takeHeader() throws(FormatError) {
        if !record.isEmpty {
            header = CSVHeader(record, limit: lineBytes)
            if header == nil { throw .headerTooLong(limit: lineBytes) }
        }
        record.removeAll()
        place = .fieldStart
    }

    private mutating func endLine() {
        record.removeAll()
        place = .fieldStart
        isLong = false
        lines += 1
    }
}
