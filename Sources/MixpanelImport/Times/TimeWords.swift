/// The most frequent start of a time, `YYYY-MM-DD`, a `T` or blank, `HH:MM:SS`, read eight bytes at once.
enum TimeWords {
    static var count: Int { 19 }

    /// As if it was in UTC. Nil for anything else, which `TimeText` reads.
    @inline(__always)
    static func seconds(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        guard bytes.count >= count, let start = bytes.baseAddress else { return nil }
        let date = word(start) ^ 0x2D30_302D_3030_3030
        let time = word(start + 8) ^ 0x3030_3A30_3000_3030
        let ending = word(start + 11) ^ 0x3030_3A30_303A_3030
        // Here the third byte of `time` is the letter between the two.
        let separator = UInt8(truncatingIfNeeded: time >> 16)
        if separator | 0x20 != UInt8(ascii: "t"), separator != UInt8(ascii: " ") { return nil }
        let digits = time & ~0xFF_0000
        let marks =
            nonDigits(date, 0x7F76_767F_7676_7676) | nonDigits(digits, 0x7676_7F76_767F_7676)
            | nonDigits(ending, 0x7676_7F76_767F_7676)
        if marks & 0x8080_8080_8080_8080 != 0 { return nil }
        let (years, times, seconds) = (pairs(date), pairs(digits), pairs(ending))
        let year = Int(years & 0xFF) &* 100 &+ Int(years >> 16 & 0xFF)
        let (month, day) = (Int(years >> 40 & 0xFF), Int(times & 0xFF))
        let (hour, minute, second) = (Int(times >> 24 & 0xFF), Int(times >> 48 & 0xFF), Int(seconds >> 48 & 0xFF))
        if month &- 1 > 11 || month == 0 || hour > 23 || minute > 59 || second > 59 || day == 0 { return nil }
        if day > 28, day > CivilDate.length(ofMonth: month, year: year) { return nil }
        let days = CivilDate.days(year: year, month: month, day: day)
        return Int64(((days &* 24 &+ hour) &* 60 &+ minute) &* 60 &+ second)
    }

    /// The first byte lowest.
    @inline(__always)
    private static func word(_ start: UnsafeRawPointer) -> UInt64 {
        UInt64(littleEndian: start.loadUnaligned(as: UInt64.self))
    }

    /// The highest bit of each byte says that it is more than `0x7F` minus its byte of `ranges`: no digit, or not the
    /// separator.
    @inline(__always)
    private static func nonDigits(_ word: UInt64, _ ranges: UInt64) -> UInt64 {
        word &+ ranges | word
    }

    /// Each byte is ten times the digit there and the next one.
    @inline(__always)
    private static func pairs(_ digits: UInt64) -> UInt64 {
        digits &* 10 &+ digits >> 8
    }
}
