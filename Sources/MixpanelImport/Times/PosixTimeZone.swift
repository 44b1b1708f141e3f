/// The rule in the last line of a TZif file: the value of TZ in POSIX, with the extension of RFC 8536, section 3.3.1
/// (`CET-1CEST,M3.5.0,M10.5.0/3`).
struct PosixTimeZone {
    /// Nil where the offset never changes.
    private(set) var yearly: YearlyChanges?
    private var rest: ArraySlice<UInt8>

    /// Nil for what is no such rule.
    init?(_ text: ArraySlice<UInt8>) {
        rest = text
        guard takeName(), let west = takeTime() else { return nil }
        if rest.isEmpty { return }
        guard takeName() else { return nil }
        var summer = -west + 3_600
        if let next = rest.first, next != UInt8(ascii: ",") {
            guard let summerWest = takeTime() else { return nil }
            summer = -summerWest
        }
        guard let start = takeDay(), let end = takeDay(), rest.isEmpty else { return nil }
        yearly = YearlyChanges(winter: -west, summer: summer, start: start, end: end)
    }

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: byte) else { return false }
        rest.removeFirst()
        return true
    }

    /// Three letters or more, or anything in angle brackets.
    private mutating func takeName() -> Bool {
        if take("<") {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
            rest = rest[(end + 1)...]
            return true
        }
        let name = rest.prefix { 0x61...0x7A ~= $0 | 0x20 }
        rest = rest.dropFirst(name.count)
        return name.count >= 3
    }

    private mutating func takeNumber() -> Int? {
        let digits = rest.prefix { 0x30...0x39 ~= $0 }
        rest = rest.dropFirst(digits.count)
        return 1...3 ~= digits.count ? digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } : nil
    }

    /// Seconds of `hh[:mm[:ss]]` with a sign; hours up to 167.
    private mutating func takeTime() -> Int? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard var seconds = takeNumber().map({ $0 * 3_600 }) else { return nil }
        if take(":") {
            guard let minutes = takeNumber() else { return nil }
            seconds += minutes * 60
            if take(":") {
                guard let rest = takeNumber() else { return nil }
                seconds += rest
            }
        }
        return isNegative ? -seconds : seconds
    }

    private mutating func takeDay() -> YearlyChanges.Day? {
        guard take(",") else { return nil }
        let date: YearlyChanges.Date
        if take("M") {
            guard let month = takeNumber(), take("."), let week = takeNumber(), take("."), let weekday = takeNumber()
            else { return nil }
            guard 1...12 ~= month, 1...5 ~= week, weekday < 7 else { return nil }
            date = .weekday(weekday, week: week, month: month)
        } else if take("J") {
            guard let day = takeNumber(), 1...365 ~= day else { return nil }
            date = .dayWithoutLeapDay(day)
        } else {
            guard let day = takeNumber(), day < 366 else { return nil }
            date = .day(day)
        }
        var time = 7_200
        if take("/") {
            guard let other = takeTime() else { return nil }
            time = other
        }
        return YearlyChanges.Day(date: date, time: time)
    }
}
