/// A 64-bit hash of bytes for the sketches: the multiply-and-fold of wyhash (Wang Yi,
/// https://github.com/wangyi-fudan/wyhash, public domain). The seed is a constant, so that two runs over the same
/// events say the same. It withstands no attacker, who could only spoil a forecast of his own events.
enum ByteHash {
    private static var seed: UInt64 { 0x9E37_79B9_7F4A_7C15 }
    private static var first: UInt64 { 0xA076_1D64_78BD_642F }
    private static var second: UInt64 { 0xE703_7ED1_A0B4_28DB }

    @inline(__always)
    static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return combine(seed, 0) }
        var state = seed
        var position = start
        var left = bytes.count
        while left > 16 {
            state = fold(word(position) ^ first, word(position + 8) ^ state)
            position += 16
            left &-= 16
        }
        let (low, high) = lastWords(position, left)
        return fold(second ^ UInt64(bytes.count), fold(low ^ first, high ^ state))
    }

    /// The hash of two things together, in this order.
    @inline(__always)
    static func combine(_ one: UInt64, _ other: UInt64) -> UInt64 {
        fold(second, fold(one ^ first, other ^ seed))
    }

    /// 1 to 16 bytes; the two words may overlap.
    @inline(__always)
    private static func lastWords(_ start: UnsafeRawPointer, _ count: Int) -> (UInt64, UInt64) {
        if count >= 8 { return (word(start), word(start + count - 8)) }
        if count >= 4 { return (half(start), half(start + count - 4)) }
        let bytes = (
            start.load(as: UInt8.self), (start + count / 2).load(as: UInt8.self),
            (start + count - 1).load(as: UInt8.self)
        )
        return (UInt64(bytes.0) << 16 | UInt64(bytes.1) << 8 | UInt64(bytes.2), 0)
    }

    @inline(__always)
    private static func fold(_ one: UInt64, _ other: UInt64) -> UInt64 {
        let product = one.multipliedFullWidth(by: other)
        return product.high ^ product.low
    }

    @inline(__always)
    private static func word(_ start: UnsafeRawPointer) -> UInt64 {
        UInt64(littleEndian: start.loadUnaligned(as: UInt64.self))
    }

    @inline(__always)
    private static func half(_ start: UnsafeRawPointer) -> UInt64 {
        UInt64(UInt32(littleEndian: start.loadUnaligned(as: UInt32.self)))
    }
}
