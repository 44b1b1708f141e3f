/// Summer time that begins and ends every year by the same rule. Which of the two is the later in the year, and which
/// the larger offset, depends on the place (in Ireland winter is the exception).
struct YearlyChanges {
    /// Seconds east of UTC.
    var winter: Int
    var summer: Int
    var start: Day
    var end: Day

    struct Day {
        var date: Date
        /// Seconds after midnight by the clock before the change; may be negative, or more than a day.
        var time: Int
    }

    enum Date {
        /// 0 is Sunday. Week 5 is the last.
        case weekday(Int, week: Int, month: Int)
        /// 1 to 365; 29 February is never counted.
        case dayWithoutLeapDay(Int)
        /// 0 to 365.
        case day(Int)
    }

    /// In the order of time.
    func changes(inYear year: Int) -> [OffsetChange] {
        let start = OffsetChange(time: Int64(start.seconds(inYear: year) - winter), offset: summer)
        let end = OffsetChange(time: Int64(end.seconds(inYear: year) - summer), offset: winter)
        return start.time < end.time ? [start, end] : [end, start]
    }
}

extension YearlyChanges.Day {
    fileprivate func seconds(inYear year: Int) -> Int {
        date.days(inYear: year) * 86_400 + time
    }
}

extension YearlyChanges.Date {
    fileprivate func days(inYear year: Int) -> Int {
        let first = CivilDate.days(year: year, month: 1, day: 1)
        switch self {
        case .day(let day): return first + day
        case .dayWithoutLeapDay(let day): return first + day - 1 + (CivilDate.isLeap(year) && day >= 60 ? 1 : 0)
        case .weekday(let weekday, let week, let month):
            let monthStart = CivilDate.days(year: year, month: month, day: 1)
            // 1970-01-01 was a Thursday.
            let firstWeekday = ((monthStart + 4) % 7 + 7) % 7
            let day = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            return monthStart + (day < CivilDate.length(ofMonth: month, year: year) ? day : day - 7)
        }
    }
}
