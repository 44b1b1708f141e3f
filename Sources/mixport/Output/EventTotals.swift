import MixpanelImport

/// The imported events of the whole report, by name and by day: those of this run, and of the run that it resumed.
struct EventTotals {
    private static let mostNames = 1_000

    private(set) var names: [String: Int] = [:]
    private(set) var moreNames = 0
    private(set) var eventsOfMoreNames = 0
    private(set) var days: [String: Int] = [:]
    /// RFC 3339, UTC.
    private(set) var firstTime: String?
    private(set) var lastTime: String?
    /// Not nil where what an earlier run imported is not among these.
    private(set) var fromLine: Int?

    var events: Int { names.values.reduce(0, +) + eventsOfMoreNames }
    var byFrequency: [(name: String, events: Int)] {
        names.map { (name: $0.key, events: $0.value) }.sorted { ($1.events, $0.name) < ($0.events, $1.name) }
    }

    /// `earlier`: what the resumed run said of itself, in so far as it is about the lines that were passed over.
    init(_ counts: EventCounts, resumed: LineCounts, earlier: RunRecord?) {
        for name in counts.names.mostFrequent(.max) { names[name.text, default: 0] += name.events }
        eventsOfMoreNames = counts.names.eventsOfMoreNames
        for (day, events) in counts.days { days[TimeText.day(day)] = events }
        firstTime = counts.times.map { TimeText.utc($0.lowerBound) }
        lastTime = counts.times.map { TimeText.utc($0.upperBound) }
        if resumed.lines > 0 {
            if let earlier, earlier.countedEvents == resumed.imported + resumed.valid || earlier.eventsFromLine != nil {
                add(earlier)
            } else {
                fromLine = resumed.lines + 1
            }
        }
        for entry in byFrequency.dropFirst(Self.mostNames) {
            names[entry.name] = nil
            moreNames += 1
            eventsOfMoreNames += entry.events
        }
    }

    private mutating func add(_ earlier: RunRecord) {
        names.merge(earlier.events ?? [:], uniquingKeysWith: +)
        days.merge(earlier.days ?? [:], uniquingKeysWith: +)
        moreNames += earlier.moreEvents?.names ?? 0
        eventsOfMoreNames += earlier.moreEvents?.events ?? 0
        firstTime = [firstTime, earlier.firstTime].compactMap(\.self).min()
        lastTime = [lastTime, earlier.lastTime].compactMap(\.self).max()
        fromLine = earlier.eventsFromLine
    }
}

extension RunRecord {
    fileprivate var countedEvents: Int { (events ?? [:]).values.reduce(0, +) + (moreEvents?.events ?? 0) }
}
