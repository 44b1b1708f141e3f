/// How much may arrive within any span of the given length. A refused request does not count.
package struct RateLimit: Sendable, Equatable {
    package var events: Int
    /// Uncompressed.
    package var bytes: Int
    package var span: Duration

    package init(events: Int = .max, bytes: Int = .max, per span: Duration) {
        self.events = events
        self.bytes = bytes
        self.span = span
    }
}

struct RateWindow {
    private let limit: RateLimit
    private var arrivals: [(time: Duration, events: Int, bytes: Int)] = []
    private var events = 0
    private var bytes = 0

    init(_ limit: RateLimit) {
        self.limit = limit
    }

    mutating func admits(events newEvents: Int, bytes newBytes: Int, at time: Duration) -> Bool {
        let expired = arrivals.prefix { $0.time <= time - limit.span }
        for arrival in expired {
            events -= arrival.events
            bytes -= arrival.bytes
        }
        arrivals.removeFirst(expired.count)
        guard newEvents <= limit.events - events, newBytes <= limit.bytes - bytes else { return false }
        arrivals.append((time, newEvents, newBytes))
        events += newEvents
        bytes += newBytes
        return true
    }
}
