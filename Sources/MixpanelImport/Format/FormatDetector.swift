/// Tells input with one value a line from other JSON, by its first value: if that takes several lines, or another value
/// follows on its line, the input is not one value a line.
///
/// Holds nothing; whoever feeds it keeps the bytes until it answers. They are at most `limit` and one chunk: a first
/// value that is longer counts as what it looks like so far.
package struct FormatDetector: Sendable {
    private enum Place {
        case before
        /// After the `[` of what may be an array or a prefix.
        case inArray
        case inValue
        case afterValue
        /// In a number or a word that follows the first value.
        case inSecondValue
    }

    private let skipsPrefix: Bool
    private let limit: Int
    private var place = Place.before
    private var tokenizer = JSONTokenizer()
    private var hasLineBreak = false
    private var markBytes = 0
    private var bytes = 0

    package init(skipsPrefix: Bool, limit: Int) {
        self.skipsPrefix = skipsPrefix
        self.limit = limit
    }

    /// The next bytes of the input; nil: they do not tell.
    package mutating func take(_ input: UnsafeRawBufferPointer) -> InputFormat? {
        // No byte beyond the limit counts, or the answer would depend on the sizes of the chunks.
        let chunk = UnsafeRawBufferPointer(rebasing: input.prefix(limit + 1 - bytes))
        var offset = 0
        while offset < chunk.count {
            if place == .inValue {
                switch takeValue(UnsafeRawBufferPointer(rebasing: chunk[offset...])) {
                case .format(let format): return format
                case .next(let count): offset += count
                }
            } else {
                if let format = take(chunk[offset]) { return format }
                // The first byte of a value is looked at again as a part of it.
                if place != .inValue { offset += 1 }
            }
        }
        bytes += chunk.count
        return bytes > limit ? formatSoFar : nil
    }

    /// The input has ended.
    package mutating func finish() -> InputFormat {
        switch place {
        case .inValue: hasLineBreak && tokenizer.isCompleteAtEnd ? .json : .ndjson
        case .inSecondValue: tokenizer.isComplete || tokenizer.isCompleteAtEnd ? .json : .ndjson
        case .before, .inArray, .afterValue: .ndjson
        }
    }

    /// A value that is longer than a line may be is rejected in either format; what follows it is read in the format
    /// that its line breaks suggest.
    private var formatSoFar: InputFormat { place == .inValue && hasLineBreak ? .json : .ndjson }

    private enum Step {
        case format(InputFormat)
        case next(Int)
    }

    private mutating func takeValue(_ rest: UnsafeRawBufferPointer) -> Step {
        let progress = tokenizer.take(rest)
        let count: Int
        switch progress {
        case .unfinished: count = rest.count
        case .complete(let end): count = end
        case .fault: return .format(.ndjson)
        }
        if rest[..<count].contains(UInt8(ascii: "\n")) { hasLineBreak = true }
        guard progress != .unfinished else { return .next(count) }
        place = .afterValue
        return hasLineBreak ? .format(.json) : .next(count)
    }

    private mutating func take(_ byte: UInt8) -> InputFormat? {
        switch place {
        case .before: begin(byte)
        case .inArray: Self.isWhitespace(byte) ? nil : byte == UInt8(ascii: "{") ? .json : .ndjson
        case .inValue: nil
        case .afterValue: after(byte)
        case .inSecondValue: second(byte)
        }
    }

    private mutating func begin(_ byte: UInt8) -> InputFormat? {
        if markBytes < ByteOrderMark.bytes.count, byte == ByteOrderMark.bytes[markBytes] {
            markBytes += 1
            return nil
        }
        switch byte {
        case _ where Self.isWhitespace(byte): return nil
        case UInt8(ascii: "["):
            if !skipsPrefix { return .json }
            place = .inArray
        case 0x1E where !skipsPrefix: return .json
        default:
            if skipsPrefix, byte != UInt8(ascii: "{") { return .ndjson }
            place = .inValue
        }
        return nil
    }

    /// After the first value, on the same line.
    private mutating func after(_ byte: UInt8) -> InputFormat? {
        switch byte {
        case UInt8(ascii: "\n"): return .ndjson
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): return nil
        case UInt8(ascii: ","), 0x1E, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""): return .json
        default:
            tokenizer = JSONTokenizer()
            place = .inSecondValue
            return second(byte)
        }
    }

    /// What begins like a number or a word is a value only if it ends like one: `{…} took 5ms` is no second value.
    private mutating func second(_ byte: UInt8) -> InputFormat? {
        if tokenizer.isComplete || tokenizer.isCompleteAtEnd, Self.isDelimiter(byte) { return .json }
        switch withUnsafeBytes(of: byte, { tokenizer.isComplete ? .complete(0) : tokenizer.take($0) }) {
        case .unfinished, .complete(1): return nil
        case .complete, .fault: return .ndjson
        }
    }

    private static func isWhitespace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
            || byte == UInt8(ascii: "\t")
    }

    private static func isDelimiter(_ byte: UInt8) -> Bool {
        isWhitespace(byte) || byte == 0x1E || ",{[\"".utf8.contains(byte)
    }
}
