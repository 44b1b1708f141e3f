/// Lines by the day of their event, those that are in the export and those that are not.
struct VerifiedDays {
    private(set) var days: [UInt16: VerificationResult.Day] = [:]
    /// Missing lines whose day is not known.
    private(set) var unknown = 0
    /// Missing lines whose day the lines around them tell.
    private(set) var judgedByNeighbours = 0

    private var lastDay: UInt16 = 0
    /// Missing lines since the last one that is there, whose day will be judged by the next one that is.
    private var waiting = 0

    mutating func addThere(on day: UInt16) {
        if waiting > 0 { judge(by: day) }
        lastDay = day
        if day > 0 { days[day, default: .init()].there += 1 }
    }

    /// `day`: 0 where the line itself does not tell.
    mutating func addMissing(on day: UInt16) {
        if day > 0 {
            days[day, default: .init()].missing += 1
        } else {
            waiting += 1
        }
    }

    mutating func finish() {
        unknown += waiting
        waiting = 0
    }

    /// Lines between two of one day are of that day where the input is in order of time, as most are; nothing is said of
    /// others.
    private mutating func judge(by day: UInt16) {
        if day > 0, day == lastDay {
            days[day, default: .init()].missing += waiting
            judgedByNeighbours += waiting
        } else {
            unknown += waiting
        }
        waiting = 0
    }
}
