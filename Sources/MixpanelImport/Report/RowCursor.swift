#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Reads the bytes of a row from left to right.
struct RowCursor {
    let bytes: UnsafeRawBufferPointer
    var position: Int

    init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    mutating func skip(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard bytes.count - position >= count, memcmp(bytes.baseAddress! + position, text.utf8Start, count) == 0 else {
            return false
        }
        position += count
        return true
    }

    /// Digits alone, as all numbers of a row are.
    mutating func number() -> Int? {
        let start = position
        var value = 0
        while position < bytes.count, bytes[position] &- 0x30 < 10, position - start < 18 {
            value = value * 10 + Int(bytes[position] &- 0x30)
            position += 1
        }
        return position > start ? value : nil
    }

    /// The bytes up to the closing quote, which is skipped. Escapes are complete, so that they can be decoded.
    mutating func string() -> Range<Int>? {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return start..<(position - 1)
            }
            if byte == UInt8(ascii: "\\") {
                guard skipEscape() else { return nil }
            } else {
                position += 1
            }
        }
        return nil
    }

    private mutating func skipEscape() -> Bool {
        guard position + 1 < bytes.count else { return false }
        let count = bytes[position + 1] == UInt8(ascii: "u") ? 6 : 2
        guard position + count <= bytes.count else { return false }
        let digits = bytes[(position + 2)..<(position + count)]
        position += count
        return digits.allSatisfy { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 6 }
    }
}
