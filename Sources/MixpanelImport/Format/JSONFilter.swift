/// Turns JSON values, however they are separated and laid out, into one line each. An array at the top is opened: its
/// elements are the values.
///
/// Memory: nothing of a value is held but white space and a comma that may turn out to stand at the end of a value that
/// cannot be parsed.
package struct JSONFilter: Sendable {
    private enum Place {
        case betweenValues
        case inValue
        /// In a value that cannot be parsed, after the error.
        case inBrokenValue
    }

    /// What may be held at most; more white space in one place goes out as it comes.
    private let heldBytes: Int
    private var place = Place.betweenValues
    private var tokenizer = JSONTokenizer()
    private var isInArray = false
    /// A record separator has come before a value (RFC 7464).
    private var isSequence = false
    /// Bytes of a byte order mark between values, if it is one.
    private var markBytes = 0
    /// The end of the unfinished line, not handed on yet.
    private var held: [UInt8] = []
    /// Where in the output the bytes of the unfinished line begin that this call has added.
    private var lineStart = 0
    /// The blanks since the last line feed before the chunk; nil where something else has come since.
    private var blanks: Int?
    /// Those before the latest value that did not stand whole in its chunk.
    private var indentation: Int?
    private var brokenValue = BrokenJSONValue()
    /// Where the next chunk, and the latest value, begin in the input.
    private var chunkOffset = 0
    private var valueOffset = 0
    private var lines = 0
    private var faults: [FormatFault] = []

    package init(lineBytes: Int) {
        heldBytes = lineBytes
    }

    package mutating func takeFaults() -> [FormatFault] {
        defer { faults = [] }
        return faults
    }

    /// Adds the lines to `output`; the last one may be unfinished. At most twice the chunk's bytes, and what was held.
    package mutating func take(_ chunk: UnsafeRawBufferPointer, into output: inout [UInt8]) {
        if chunk.isEmpty { return }
        releaseHeld(into: &output)
        var offset = 0
        while offset < chunk.count {
            switch place {
            case .betweenValues: offset = takeSeparators(chunk, from: offset, into: &output)
            case .inValue: offset = takeValue(chunk, from: offset, into: &output)
            case .inBrokenValue: offset = takeBrokenValue(chunk, from: offset, into: &output)
            }
        }
        if place != .betweenValues { holdBack(&output) }
        chunkOffset += chunk.count
        blanks = blanks(before: chunk.count, in: chunk)
    }

    /// Half an element at the end of an array that was cut is no line, nor is a number there, which may go on: its
    /// beginning stays without a `\n`.
    package mutating func finish(into output: inout [UInt8]) throws(FormatError) {
        if place == .inValue, isInArray { throw .openArray }
        releaseHeld(into: &output)
        if markBytes > 0 { beginBrokenValue(withMark: &output) }
        if place == .inValue, tokenizer.isCompleteAtEnd {
            endLine(&output)
        } else if place != .betweenValues {
            if place == .inValue { noteFault(at: chunkOffset - tokenizer.lookback) }
            endBrokenLine(&output)
        }
        if isInArray { throw .openArray }
    }

    /// The offset of the first byte of the next value, or of the byte after a value that stands whole in the chunk.
    private mutating func takeSeparators(
        _ chunk: UnsafeRawBufferPointer,
        from start: Int,
        into output: inout [UInt8]
    ) -> Int {
        var offset = start
        while offset < chunk.count {
            let byte = chunk[offset]
            if markBytes > 0 || byte == ByteOrderMark.bytes[0] {
                if markBytes == 0 { indentation = blanks(before: offset, in: chunk) }
                guard byte == ByteOrderMark.bytes[markBytes] else {
                    beginBrokenValue(withMark: &output, before: offset)
                    return offset
                }
                markBytes = (markBytes + 1) % ByteOrderMark.bytes.count
                offset += 1
                continue
            }
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: ","):
                offset += 1
            case BrokenJSONValue.recordSeparator:
                isSequence = true
                offset += 1
            case UInt8(ascii: "]"):
                isInArray = false
                offset += 1
            case UInt8(ascii: "[") where !isInArray:
                isInArray = true
                offset += 1
            default:
                lineStart = output.count
                valueOffset = chunkOffset + offset
                guard let end = Self.endOfValue(in: chunk, from: offset) else {
                    tokenizer = JSONTokenizer()
                    indentation = blanks(before: offset, in: chunk)
                    place = .inValue
                    return offset
                }
                Self.append(chunk[offset..<end], to: &output)
                endLine(&output)
                offset = end
            }
        }
        return offset
    }

    /// Where the value ends; nil where that is not in this chunk, or it is no JSON.
    private static func endOfValue(in chunk: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let base = chunk.baseAddress else { return nil }
        let line = JSONLine(start: base + start, end: base + chunk.count)
        do throws(JSONFault) {
            let value = try line.value(at: line.start, level: 0)
            // The next chunk may begin with more digits.
            return value.kind == .number && value.end == line.end ? nil : value.end - base
        } catch {
            return nil
        }
    }

    private mutating func takeValue(
        _ chunk: UnsafeRawBufferPointer,
        from start: Int,
        into output: inout [UInt8]
    ) -> Int {
        switch tokenizer.take(UnsafeRawBufferPointer(rebasing: chunk[start...])) {
        case .unfinished:
            Self.append(chunk[start...], to: &output)
            return chunk.count
        case .complete(let count):
            Self.append(chunk[start..<start + count], to: &output)
            endLine(&output)
            return start + count
        case .fault(let found, let lookback):
            Self.append(chunk[start..<start + found], to: &output)
            noteFault(at: chunkOffset + start + found - lookback)
            beginBrokenValue(after: blanks(before: start + found, in: chunk))
            return start + found
        }
    }

    private mutating func takeBrokenValue(
        _ chunk: UnsafeRawBufferPointer,
        from start: Int,
        into output: inout [UInt8]
    ) -> Int {
        let end = brokenValue.end(in: chunk, from: start)
        Self.append(chunk[start..<(end ?? chunk.count)], to: &output)
        if end != nil { endBrokenLine(&output) }
        return end ?? chunk.count
    }

    private mutating func beginBrokenValue(after blanks: Int?) {
        brokenValue = BrokenJSONValue(indentation: indentation, blanks: blanks, isInSequence: isSequence)
        place = .inBrokenValue
    }

    /// The blanks between a byte and the line feed before it; nil where something else stands there.
    private func blanks(before offset: Int, in chunk: UnsafeRawBufferPointer) -> Int? {
        var start = offset
        while start > 0, BrokenJSONValue.isBlank(chunk[start - 1]) { start -= 1 }
        if start == 0 { return blanks.map { $0 + offset } }
        return chunk[start - 1] == UInt8(ascii: "\n") ? offset - start : nil
    }

    /// What began like a byte order mark is none, and no value begins so. It has been passed over, before `offset` of
    /// the chunk or at the end of the input.
    private mutating func beginBrokenValue(withMark output: inout [UInt8], before offset: Int = 0) {
        lineStart = output.count
        valueOffset = chunkOffset + offset - markBytes
        output += ByteOrderMark.bytes[..<markBytes]
        markBytes = 0
        noteFault(at: valueOffset)
        beginBrokenValue(after: nil)
    }

    private mutating func noteFault(at offset: Int) {
        faults.append(FormatFault(line: lines + 1, kind: .json(offset: offset, column: offset - valueOffset + 1)))
    }

    private mutating func endLine(_ output: inout [UInt8]) {
        output.append(UInt8(ascii: "\n"))
        lines += 1
        place = .betweenValues
    }

    private mutating func endBrokenLine(_ output: inout [UInt8]) {
        if brokenValue.endsWithBracket { isInArray = false }
        output.removeLast(output.count - Self.endWithoutComma(output, from: lineStart))
        endLine(&output)
    }

    private mutating func releaseHeld(into output: inout [UInt8]) {
        lineStart = output.count
        output += held
        held.removeAll(keepingCapacity: true)
    }

    private mutating func holdBack(_ output: inout [UInt8]) {
        let end = Self.endWithoutComma(output, from: lineStart)
        guard output.count - end <= heldBytes else { return }
        held += output[end...]
        output.removeLast(output.count - end)
    }
}
