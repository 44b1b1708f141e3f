#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Looks for bytes within bytes.
enum ByteSearch {
    static func contains(_ bytes: UnsafeRawBufferPointer, _ byte: UInt8) -> Bool {
        offset(of: byte, in: bytes, 0..<bytes.count) != nil
    }

    /// Of the first one in the range.
    static func offset(of byte: UInt8, in bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        return memchr(base + range.lowerBound, CInt(byte), range.count).map { UnsafeRawPointer($0) - base }
    }

    /// `token` must have two bytes or more; with fewer it is taken to be there.
    static func contains(_ bytes: UnsafeRawBufferPointer, _ token: [UInt8]) -> Bool {
        guard token.count >= 2 else { return true }
        guard let base = bytes.baseAddress, bytes.count >= token.count else { return false }
        let first = everywhere(token[0])
        let second = everywhere(token[1])
        let final = everywhere(token[token.count - 1])
        let last = bytes.count - token.count
        var offset = 0
        // Eight places at a time: a byte is zero where the first two bytes of the token and its last one are right.
        while offset + 8 <= last {
            let place = base + offset
            let differences =
                place.loadUnaligned(as: UInt64.self) ^ first
                | place.loadUnaligned(fromByteOffset: 1, as: UInt64.self) ^ second
                | place.loadUnaligned(fromByteOffset: token.count - 1, as: UInt64.self) ^ final
            if hasZero(differences), starts(token, at: base, offset..<(offset + 8)) { return true }
            offset += 8
        }
        return starts(token, at: base, offset..<(last + 1))
    }

    private static func starts(_ token: [UInt8], at base: UnsafeRawPointer, _ offsets: Range<Int>) -> Bool {
        offsets.contains { memcmp(base + $0, token, token.count) == 0 }
    }

    private static func everywhere(_ byte: UInt8) -> UInt64 {
        UInt64(byte) &* 0x0101_0101_0101_0101
    }

    private static func hasZero(_ word: UInt64) -> Bool {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0
    }
}
