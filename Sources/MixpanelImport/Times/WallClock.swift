/// A date and a time of day as a calendar and a clock show them.
struct WallClock: Equatable {
    /// As if it was in UTC. Of second 60 the second before it, see `isLeapSecond`.
    var seconds: Int64
    var milliseconds: Int64 = 0
    /// 60 is a second only where one was inserted: the last of a June or December in UTC (RFC 3339, section 5.7). As in
    /// POSIX it counts as the first of the next day. Hour 24 is none: RFC 3339 leaves it out of ISO 8601.
    var isLeapSecond = false
    /// Seconds east of UTC, if that was said.
    var offset: Int?
}

extension WallClock {
    /// The end of the year 9999, the last that has four digits.
    static var lastMillisecond: Int64 { 253_402_300_799_999 }

    @inline(__always)
    func reading(in zone: borrowing TimeZoneRules) -> TimeReading {
        var real = seconds
        if let offset { real &-= Int64(offset) } else { real = zone.seconds(ofWallClock: seconds) }
        if isLeapSecond {
            real += 1
            if !Self.mayFollowLeapSecond(real) { return .bad(offset: 0, .noSuchTimeOfDay) }
        }
        let amount = real &* 1_000 &+ milliseconds
        return amount > 0 ? .milliseconds(amount) : .bad(offset: 0, .notAfter1970)
    }

    @inline(never)
    private static func mayFollowLeapSecond(_ seconds: Int64) -> Bool {
        let (days, rest) = Int(seconds).quotientAndRemainder(dividingBy: 86_400)
        if rest != 0 || days <= 0 { return false }
        let year = CivilDate.year(ofDays: days)
        return days == CivilDate.days(year: year, month: 1, day: 1)
            || days == CivilDate.days(year: year, month: 7, day: 1)
    }
}
