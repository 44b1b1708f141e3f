/// How many events there were and how many of them were looked at: all of the first lines, and of later ones a part that
/// chance chose. What is found in that part says how often it is in all later events: never more often than there are
/// events, and exactly where the part is all of them.
struct AdviceSample: Sendable {
    /// Events in which something was found.
    struct Found: Sendable {
        /// Of those that are all looked at.
        private(set) var first = 0
        private(set) var later = 0

        var all: Int { first + later }

        @inline(__always)
        mutating func count(isFirst: Bool) {
            if isFirst { first += 1 } else { later += 1 }
        }

        static func += (left: inout Found, right: Found) {
            left.first += right.first
            left.later += right.later
        }
    }

    private var first = 0
    private var later = 0
    private var laterLooked = 0

    /// An event that is sent.
    @inline(__always)
    mutating func count(isFirst: Bool) {
        if isFirst { first += 1 } else { later += 1 }
    }

    /// One of them is looked at.
    @inline(__always)
    mutating func look(isFirst: Bool) {
        if !isFirst { laterLooked += 1 }
    }

    static func += (left: inout AdviceSample, right: AdviceSample) {
        left.first += right.first
        left.later += right.later
        left.laterLooked += right.laterLooked
    }

    var events: Int { first + later }
    /// Some events were not looked at.
    var isPart: Bool { laterLooked < later }

    /// In how many events it is, and the standard error of that, relative to it: that of a share that a sample without
    /// replacement has (W. G. Cochran: "Sampling techniques", section 3.2).
    func estimate(_ found: Found) -> (events: Int, standardError: Double) {
        guard laterLooked > 0, found.later > 0 else { return (found.first, 0) }
        let share = Double(found.later) / Double(laterLooked)
        let events = Double(found.first) + share * Double(later)
        let rest = 1 - Double(laterLooked) / Double(later)
        let variance = share * (1 - share) / Double(max(1, laterLooked - 1)) * rest
        return (Int(events.rounded()), Double(later) * variance.squareRoot() / events)
    }

    /// By what factor the events that were looked at, each counted as `stride` after the first lines, are more than there
    /// are; at least 1.
    func excess(stride: Int) -> Double {
        max(1, Double(first + laterLooked * stride) / Double(max(1, events)))
    }
}
