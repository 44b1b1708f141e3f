/// Finds where one JSON value ends, or where it stops being JSON, in pieces of any size: the same grammar as
/// `JSONLine`, with everything that is known so far in a few bytes.
///
/// `JSONLine` is faster, but needs the whole value in one place.
struct JSONTokenizer: Sendable {
    enum Progress: Equatable {
        /// All bytes belong to the value, which goes on.
        case unfinished
        /// The value ends before the byte at this offset.
        case complete(Int)
        /// The byte at `found` cannot continue the value. The error begins `lookback` bytes before it, more than 0
        /// only within a UTF-8 sequence.
        case fault(found: Int, lookback: Int)
    }

    enum State: UInt8 {
        case value, firstElement, firstKey, key, colon, afterValue
        case string, escape, hexDigits, utf8
        case minus, zero, integer, point, fraction, exponent, exponentSign, exponentDigits
        case literal
    }

    enum Step {
        case next
        /// The value ends with this byte.
        case end
        /// The value has ended before this byte.
        case endBefore
        case fault
    }

    var state = State.value
    /// The kinds of the open containers, the innermost lowest: 1 for an object.
    var objects: UInt128 = 0
    var depth = 0
    /// The string being read is a key.
    var isKey = false
    /// Hexadecimal digits or bytes of a UTF-8 sequence that are still to come.
    var missing = 0
    /// Bytes of the UTF-8 sequence that have been read.
    var taken = 0
    /// What the next byte of the UTF-8 sequence may be.
    var continuation: ClosedRange<UInt8> = 0x80...0xBF
    var literal: StaticString = "null"
    var literalOffset = 0

    mutating func take(_ bytes: UnsafeRawBufferPointer) -> Progress {
        guard let base = bytes.baseAddress else { return .unfinished }
        let line = JSONLine(start: base, end: base + bytes.count)
        var offset = 0
        while offset < bytes.count {
            if state == .string {
                offset = line.skipPlainCharacters(base + offset) - base
                if offset == bytes.count { break }
            }
            switch step(bytes[offset]) {
            case .next: offset += 1
            case .end: return .complete(offset + 1)
            case .endBefore: return .complete(offset)
            case .fault: return .fault(found: offset, lookback: lookback)
            }
        }
        return .unfinished
    }

    /// Whether the value is complete if nothing follows: only a number has no end of its own.
    var isCompleteAtEnd: Bool {
        guard depth == 0 else { return false }
        switch state {
        case .zero, .integer, .fraction, .exponentDigits: return true
        default: return false
        }
    }

    /// The bytes of a UTF-8 sequence that has begun.
    var lookback: Int { state == .utf8 ? taken : 0 }

    /// Whether the value has ended, by a byte of its own.
    var isComplete: Bool { depth == 0 && state == .afterValue }

    private mutating func step(_ byte: UInt8) -> Step {
        switch state {
        case .value, .firstElement, .firstKey, .key, .colon, .afterValue: structure(byte)
        case .string: character(byte)
        case .escape: escape(byte)
        case .hexDigits: hexDigit(byte)
        case .utf8: utf8(byte)
        case .literal: literalCharacter(byte)
        default: number(byte)
        }
    }

    private mutating func structure(_ byte: UInt8) -> Step {
        if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
            || byte == UInt8(ascii: "\t")
        {
            return .next
        }
        switch state {
        case .firstElement where byte == UInt8(ascii: "]"), .firstKey where byte == UInt8(ascii: "}"):
            return closed()
        case .value, .firstElement:
            return beginValue(byte)
        case .firstKey, .key:
            guard byte == UInt8(ascii: "\"") else { return .fault }
            isKey = true
            return next(.string)
        case .colon:
            return byte == UInt8(ascii: ":") ? next(.value) : .fault
        default:
            return afterValue(byte)
        }
    }

    private mutating func beginValue(_ byte: UInt8) -> Step {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard depth < JSONLine.maximumLevel else { return .fault }
            let isObject = byte == UInt8(ascii: "{")
            depth += 1
            objects = objects &<< 1 | (isObject ? 1 : 0)
            return next(isObject ? .firstKey : .firstElement)
        case UInt8(ascii: "\""):
            isKey = false
            return next(.string)
        case UInt8(ascii: "-"): return next(.minus)
        case UInt8(ascii: "0"): return next(.zero)
        case UInt8(ascii: "1")...UInt8(ascii: "9"): return next(.integer)
        case UInt8(ascii: "t"): return begin("true")
        case UInt8(ascii: "f"): return begin("false")
        case UInt8(ascii: "n"): return begin("null")
        default: return .fault
        }
    }

    private mutating func begin(_ literal: StaticString) -> Step {
        self.literal = literal
        literalOffset = 1
        return next(.literal)
    }

    private mutating func literalCharacter(_ byte: UInt8) -> Step {
        guard byte == literal.utf8Start[literalOffset] else { return .fault }
        literalOffset += 1
        return literalOffset == literal.utf8CodeUnitCount ? valueEnded() : .next
    }

    mutating func next(_ state: State) -> Step {
        self.state = state
        return .next
    }

    /// The byte that has been read is the value's last one.
    mutating func valueEnded() -> Step {
        state = .afterValue
        return depth == 0 ? .end : .next
    }

    mutating func closed() -> Step {
        objects &>>= 1
        depth -= 1
        return valueEnded()
    }

    mutating func afterValue(_ byte: UInt8) -> Step {
        let isObject = objects & 1 == 1
        switch byte {
        case UInt8(ascii: ","): return next(isObject ? .key : .value)
        case UInt8(ascii: "}") where isObject, UInt8(ascii: "]") where !isObject: return closed()
        default: return .fault
        }
    }
}
