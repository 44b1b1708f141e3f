/// How many events have which name, and are of which day. Its memory is bounded whatever the input: names as `NameCounts`
/// has them, and 4,000 days.
package struct EventCounts: Sendable {
    private static let mostDays = 4_000
    private static let day: Int64 = 86_400_000

    package private(set) var events = 0
    package private(set) var names = NameCounts()
    /// By the number of the day (UTC), from 1970-01-01 on.
    package private(set) var days: [Int64: Int] = [:]
    /// Events of days beyond those that are counted.
    package private(set) var eventsOfMoreDays = 0
    /// Events whose time cannot be read.
    package private(set) var eventsWithoutDay = 0
    /// Milliseconds since 1970-01-01T00:00:00Z.
    package private(set) var times: ClosedRange<Int64>?

    package init() {}

    /// `lines`: the numbers of the lines of those rows that count, each with its place in the table.
    package mutating func add(_ table: EventTable, _ rows: some Sequence<(row: Int, line: Int)>) {
        var ofNames = [Int](repeating: 0, count: table.names.count)
        var firstLines = [Int](repeating: .max, count: table.names.count)
        var day = (number: Int64.min, events: 0)
        for (row, line) in rows {
            let (name, time) = (Int(table.rows[row].name), table.rows[row].milliseconds)
            ofNames[name] += 1
            firstLines[name] = min(firstLines[name], line)
            let number = time == EventTable.noTime ? Int64.min : Self.dayNumber(time)
            if number != day.number {
                add(day: day.number, day.events)
                day = (number, 0)
            }
            day.events += 1
            if time != EventTable.noTime { widen(time) }
        }
        add(day: day.number, day.events)
        for (place, count) in ofNames.enumerated() where count > 0 {
            events += count
            let name = table.names[place]
            names.add(name.text, hash: name.hash, events: count, line: firstLines[place])
        }
    }

    private mutating func add(day: Int64, _ count: Int) {
        guard count > 0 else { return }
        if day == .min {
            eventsWithoutDay += count
        } else if days[day] != nil || days.count < Self.mostDays {
            days[day, default: 0] += count
        } else {
            eventsOfMoreDays += count
        }
    }

    @inline(__always)
    private mutating func widen(_ time: Int64) {
        guard let known = times else {
            times = time...time
            return
        }
        if !(known ~= time) { times = min(known.lowerBound, time)...max(known.upperBound, time) }
    }

    private static func dayNumber(_ milliseconds: Int64) -> Int64 {
        milliseconds >= 0 ? milliseconds / day : (milliseconds - day + 1) / day
    }
}
