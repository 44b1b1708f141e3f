/// A value that cannot be parsed, after the error: it ends where another one seems to begin.
///
/// That is at a bracket at the beginning of a line, or indented as the value itself is: what is nested in the value is
/// indented more. In a sequence it is at the next record separator.
struct BrokenJSONValue: Sendable {
    /// Stands before each value of a sequence: https://www.rfc-editor.org/rfc/rfc7464#section-2.3
    static let recordSeparator: UInt8 = 0x1E

    private let indentation: Int
    private let isInSequence: Bool
    /// The blanks since the last line feed; nil where something else has come since.
    private var blanks: Int?
    /// Its last byte, white space aside, is a `]`: if it stands in an array, that has ended with it.
    private(set) var endsWithBracket = false

    /// `indentation`: the blanks between a line feed and the value, nil where it does not stand first in its line.
    /// `blanks`: the same for the error.
    init(indentation: Int? = nil, blanks: Int? = nil, isInSequence: Bool = false) {
        self.indentation = indentation ?? 0
        self.blanks = blanks
        self.isInSequence = isInSequence
    }

    /// Where the value ends; nil where that is not in this chunk.
    mutating func end(in chunk: UnsafeRawBufferPointer, from start: Int) -> Int? {
        let end = nextValue(in: chunk, from: start)
        if let last = chunk[start..<(end ?? chunk.count)].last(where: { !Self.isWhitespace($0) }) {
            endsWithBracket = last == UInt8(ascii: "]")
        }
        return end
    }

    private mutating func nextValue(in chunk: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var offset = start
        while offset < chunk.count {
            if let count = blanks {
                if Self.isBlank(chunk[offset]) {
                    blanks = count + 1
                    offset += 1
                    continue
                }
                if isNextValue(chunk[offset], indentation: count) { return offset }
                blanks = nil
            }
            let lineFeed = ByteSearch.offset(of: UInt8(ascii: "\n"), in: chunk, offset..<chunk.count)
            let end = lineFeed ?? chunk.count
            if isInSequence, let next = ByteSearch.offset(of: Self.recordSeparator, in: chunk, offset..<end) {
                return next
            }
            if lineFeed == nil { return nil }
            blanks = 0
            offset = end + 1
        }
        return nil
    }

    private func isNextValue(_ byte: UInt8, indentation count: Int) -> Bool {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["): count == 0 || count == indentation
        case UInt8(ascii: "]"): count == 0 || count < indentation
        default: false
        }
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private static func isWhitespace(_ byte: UInt8) -> Bool {
        isBlank(byte) || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
}
