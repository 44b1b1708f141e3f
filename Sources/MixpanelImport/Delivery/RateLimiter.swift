/// Keeps what is sent below a limit over a rolling window. Bursts go at full speed until the window is full.
///
/// The service counts 2 GB of uncompressed JSON a minute, or about 30,000 events a second, for each project:
/// https://docs.mixpanel.com/reference/rate-limits
package struct RateLimiter: Sendable {
    package typealias Limit = ImportRate

    private struct Sent {
        /// When the answer came: the server counted the request before that.
        var at: ContinuousClock.Instant
        var events: Int
        var bytes: Int
    }

    private let limit: Limit?
    private var sent: [Sent] = []
    private var expired = 0
    private var events = 0
    private var bytes = 0

    package init(_ limit: Limit?) {
        self.limit = limit
    }

    /// nil: a request of this size may go now. Otherwise when to ask again; never, while answers are outstanding.
    package mutating func wait(events: Int, bytes: Int, now: ContinuousClock.Instant) -> Wait? {
        guard let limit else { return nil }
        forget(before: now - limit.window)
        // A request that is larger than a window goes alone.
        if self.events == 0 || self.events + events <= limit.events && self.bytes + bytes <= limit.bytes { return nil }
        return expired < sent.count ? .until(sent[expired].at + limit.window) : .untilAnswer
    }

    package enum Wait: Equatable {
        case until(ContinuousClock.Instant)
        case untilAnswer
    }

    package mutating func send(events: Int, bytes: Int) {
        self.events += events
        self.bytes += bytes
    }

    /// `counted`: the server took the request into its count, as it does not with one that it throttles.
    package mutating func answered(events: Int, bytes: Int, counted: Bool, now: ContinuousClock.Instant) {
        guard limit != nil, counted else {
            self.events -= events
            self.bytes -= bytes
            return
        }
        sent.append(Sent(at: now, events: events, bytes: bytes))
    }

    private mutating func forget(before instant: ContinuousClock.Instant) {
        while expired < sent.count, sent[expired].at <= instant {
            events -= sent[expired].events
            bytes -= sent[expired].bytes
            expired += 1
        }
        if expired > 1024, expired * 2 > sent.count {
            sent.removeFirst(expired)
            expired = 0
        }
    }
}
