/// The proleptic Gregorian calendar in days since 1970-01-01.
package enum CivilDate {
    /// After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". The month may not be out of 1 to 12; a day
    /// that is counts on into the neighbouring months.
    @inline(__always)
    package static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year &- 1 : year
        let era = (year >= 0 ? year : year &- 399) / 400
        let yearOfEra = year &- era &* 400
        let dayOfYear = (153 &* (month > 2 ? month &- 3 : month &+ 9) &+ 2) / 5 &+ day &- 1
        let dayOfEra = yearOfEra &* 365 &+ yearOfEra / 4 &- yearOfEra / 100 &+ dayOfYear
        return era &* 146_097 &+ dayOfEra &- 719_468
    }

    static func year(ofDays days: Int) -> Int {
        // 1970 to 9999 need no more than one step from this estimate.
        var year = 1970 + (days * 400) / 146_097
        while Self.days(year: year, month: 1, day: 1) > days {
            year -= 1
        }
        while Self.days(year: year + 1, month: 1, day: 1) <= days {
            year += 1
        }
        return year
    }

    @inline(__always)
    static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    @inline(__always)
    static func length(ofMonth month: Int, year: Int) -> Int {
        if month == 2 { return isLeap(year) ? 29 : 28 }
        // 31 and 30 alternate, but July and August both have 31.
        return 30 + (month + month >> 3) & 1
    }
}
