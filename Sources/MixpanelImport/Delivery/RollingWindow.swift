internal import DequeModule

/// What happened within a stretch of time that moves on, and its sums.
package struct RollingWindow<Time: Comparable & Sendable>: Sendable {
    private struct Entry {
        var time: Time
        var events: Int
        var bytes: Int
    }

    private var entries = Deque<Entry>()
    package private(set) var events = 0
    package private(set) var bytes = 0

    package init() {}

    package var oldest: Time? { entries.first?.time }

    /// Times do not go back.
    package mutating func append(events: Int, bytes: Int, at time: Time) {
        entries.append(Entry(time: time, events: events, bytes: bytes))
        self.events += events
        self.bytes += bytes
    }

    package mutating func forget(upTo time: Time) {
        while let first = entries.first, first.time <= time {
            entries.removeFirst()
            events -= first.events
            bytes -= first.bytes
        }
    }
}
