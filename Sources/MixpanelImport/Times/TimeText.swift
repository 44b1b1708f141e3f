/// RFC 3339 and its relatives: a date; `T`, `t` or a blank; hours and minutes; seconds; a fraction after a point or a
/// comma; `Z`, an offset or UTC, after a blank too. Amplitude has written colons between the parts of a date
/// (airbytehq/airbyte#13266).
struct TimeText {
    let bytes: UnsafeRawBufferPointer
    /// Where reading has got to, and so where it failed.
    private(set) var offset = 0
    private(set) var fault = TimeFault.unknownForm

    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Whether a date begins here rather than a number.
    @inline(__always)
    var beginsWithDate: Bool {
        bytes.count >= 10 && bytes[4] == bytes[7] && (bytes[4] == UInt8(ascii: "-") || bytes[4] == UInt8(ascii: ":"))
    }

    /// Only where `beginsWithDate`. Nil where the text is bad.
    @inline(__always)
    mutating func wallClock() -> WallClock? {
        if let seconds = TimeWords.seconds(bytes) {
            offset = TimeWords.count
            var clock = WallClock(seconds: seconds)
            return fraction(&clock) && zone(&clock) ? clock : nil
        }
        return rareWallClock()
    }

    /// Byte by byte; what `TimeWords` reads is read alike here.
    @inline(never)
    mutating func rareWallClock() -> WallClock? {
        guard let days = date() else { return nil }
        var clock = WallClock(seconds: Int64(days) * 86_400)
        if offset == bytes.count { return clock }
        let separator = bytes[offset]
        guard separator | 0x20 == UInt8(ascii: "t") || separator == UInt8(ascii: " ") else { return nil }
        offset += 1
        guard timeOfDay(&clock), fraction(&clock), zone(&clock) else { return nil }
        return clock
    }

    /// Four digits, two and two.
    private mutating func date() -> Int? {
        let century = pair(0)
        let year = century * 100 + pair(2)
        let month = pair(5)
        let day = pair(8)
        if century | year | month | day >= Self.noPair { return nil }
        guard 1...12 ~= month, day >= 1, day <= CivilDate.length(ofMonth: month, year: year) else {
            fault = .noSuchDay
            return nil
        }
        offset = 10
        return CivilDate.days(year: year, month: month, day: day)
    }

    /// `HH:MM`, then `:SS` or nothing.
    private mutating func timeOfDay(_ clock: inout WallClock) -> Bool {
        guard bytes.count >= offset + 5, bytes[offset + 2] == UInt8(ascii: ":") else { return false }
        let hour = pair(offset)
        let minute = pair(offset + 3)
        var second = 0
        var length = 5
        if bytes.count >= offset + 8, bytes[offset + 5] == UInt8(ascii: ":") {
            second = pair(offset + 6)
            length = 8
        }
        if hour | minute | second >= Self.noPair { return false }
        if second == 60 {
            clock.isLeapSecond = true
            second = 59
        }
        guard hour < 24, minute < 60, second < 60 else {
            fault = .noSuchTimeOfDay
            return false
        }
        offset += length
        clock.seconds += Int64(hour * 3_600 + minute * 60 + second)
        return true
    }

    /// A point or a comma is followed by one digit or more; from the fourth on they are cut off.
    @inline(__always)
    private mutating func fraction(_ clock: inout WallClock) -> Bool {
        if offset == bytes.count { return true }
        if bytes[offset] != UInt8(ascii: "."), bytes[offset] != UInt8(ascii: ",") { return true }
        offset += 1
        let start = offset
        var amount: Int64 = 0
        while offset < bytes.count {
            let digit = bytes[offset] &- UInt8(ascii: "0")
            if digit > 9 { break }
            if offset < start + 3 { amount = amount &* 10 &+ Int64(digit) }
            offset += 1
        }
        switch offset - start {
        case 0: return false
        case 1: clock.milliseconds = amount * 100
        case 2: clock.milliseconds = amount * 10
        default: clock.milliseconds = amount
        }
        return true
    }

    @inline(__always)
    private mutating func zone(_ clock: inout WallClock) -> Bool {
        if offset == bytes.count { return true }
        if offset + 1 == bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "z") {
            clock.offset = 0
            return true
        }
        return rareZone(&clock)
    }

    @inline(never)
    private mutating func rareZone(_ clock: inout WallClock) -> Bool {
        if bytes[offset] == UInt8(ascii: " ") { offset += 1 }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
        guard let seconds = UTCOffset.seconds(rest) else {
            fault = .noSuchOffset
            return false
        }
        clock.offset = seconds
        return true
    }

    private static var noPair: Int { 1 << 20 }

    /// Two digits, or `noPair` and more.
    @inline(__always)
    private func pair(_ start: Int) -> Int {
        let tens = bytes[start] &- UInt8(ascii: "0")
        let ones = bytes[start + 1] &- UInt8(ascii: "0")
        return tens < 10 && ones < 10 ? Int(tens) &* 10 &+ Int(ones) : Self.noPair
    }
}
