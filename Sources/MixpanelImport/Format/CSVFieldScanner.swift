#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Finds the fields of a record that stands in the bytes as a whole.
struct CSVFieldScanner {
    struct Field {
        /// Without its quotes, and without the carriage return of a line break.
        var range: Range<Int>
        /// After the separator or line feed.
        var next: Int
        /// A line feed ends it, and the record.
        var isLast: Bool
        /// Each quote in it is doubled.
        var hasQuotes = false
    }

    let bytes: UnsafeRawBufferPointer
    let separator: UInt8

    /// nil where the field does not end within the bytes, or goes on after its closing quote.
    @inline(__always)
    func field(at start: Int) -> Field? {
        guard start < bytes.count else { return nil }
        if bytes[start] == UInt8(ascii: "\"") { return quotedField(at: start) }
        let end = endOfPlainText(from: start)
        guard end < bytes.count else { return nil }
        guard bytes[end] == UInt8(ascii: "\n") else { return Field(range: start..<end, next: end + 1, isLast: false) }
        let hasCarriageReturn = end > start && bytes[end - 1] == UInt8(ascii: "\r")
        return Field(range: start..<(hasCarriageReturn ? end - 1 : end), next: end + 1, isLast: true)
    }

    @inline(__always)
    private func quotedField(at start: Int) -> Field? {
        var hasQuotes = false
        var quote = start
        while true {
            let text = UnsafeRawBufferPointer(rebasing: bytes[(quote + 1)...])
            guard let count = text.endOfQuotedText else { return nil }
            quote += count + 1
            guard quote + 1 < bytes.count else { return nil }
            if bytes[quote + 1] != UInt8(ascii: "\"") { break }
            hasQuotes = true
            quote += 1
        }
        var end = quote + 1
        if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "\r"), bytes[end + 1] == UInt8(ascii: "\n") { end += 1 }
        guard bytes[end] == separator || bytes[end] == UInt8(ascii: "\n") else { return nil }
        let isLast = bytes[end] == UInt8(ascii: "\n")
        return Field(range: start + 1..<quote, next: end + 1, isLast: isLast, hasQuotes: hasQuotes)
    }

    /// The next separator or line feed, or the end of the bytes.
    @inline(__always)
    func endOfPlainText(from start: Int) -> Int {
        guard let base = bytes.baseAddress else { return bytes.count }
        let separators = UInt64(separator) &* 0x0101_0101_0101_0101
        var offset = start
        while offset + 8 <= bytes.count {
            let word = JSONLine.word(at: base + offset)
            let marks = Self.zeros(word ^ separators) | Self.zeros(word ^ 0x0A0A_0A0A_0A0A_0A0A)
            if marks != 0 { return offset + marks.trailingZeroBitCount / 8 }
            offset += 8
        }
        while offset < bytes.count, bytes[offset] != separator, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
        return offset
    }

    /// The lowest mark is exact: a subtraction borrows only from a byte that is zero itself.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }
}

extension UnsafeRawBufferPointer {
    /// The offset of the next quote.
    @inline(__always)
    var endOfQuotedText: Int? {
        guard let base = baseAddress, let quote = memchr(base, CInt(UInt8(ascii: "\"")), count) else { return nil }
        return UnsafeRawPointer(quote) - base
    }
}
