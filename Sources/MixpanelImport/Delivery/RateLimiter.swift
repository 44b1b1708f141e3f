/// Keeps what is sent below a limit over a rolling window. Bursts go at full speed until the window is full; a share of
/// a limit goes evenly.
///
/// The service counts 2 GB of uncompressed JSON a minute, or about 30,000 events a second, for each project:
/// https://docs.mixpanel.com/reference/rate-limits
package struct RateLimiter: Sendable {
    private let limit: ImportRate?
    private var even: EvenRateLimiter?
    /// When answers came: the service counted the requests before that.
    private var sent = RollingWindow<ContinuousClock.Instant>()
    private var inFlight = (events: 0, bytes: 0)

    /// `phase`: for a share, 0 to 1, drawn at random by each process.
    package init(_ limit: ImportRate?, phase: Double = 0) {
        self.limit = limit
        guard let limit, let share = limit.share else { return }
        even = EvenRateLimiter(limit, share: share, phase: phase)
    }

    /// nil: a request of this size may go now. Otherwise when to ask again; never, while answers are outstanding.
    package mutating func wait(events: Int, bytes: Int, now: ContinuousClock.Instant) -> Wait? {
        guard let limit else { return nil }
        if even != nil { return even?.wait(events: events, bytes: bytes, now: now).map(Wait.until) }
        sent.forget(upTo: now - limit.window)
        let load = (events: sent.events + inFlight.events, bytes: sent.bytes + inFlight.bytes)
        // A request that is larger than a window goes alone.
        if load.events == 0 || load.events + events <= limit.events && load.bytes + bytes <= limit.bytes { return nil }
        return sent.oldest.map { .until($0 + limit.window) } ?? .untilAnswer
    }

    package enum Wait: Equatable {
        case until(ContinuousClock.Instant)
        case untilAnswer
    }

    package mutating func send(events: Int, bytes: Int) {
        inFlight.events += events
        inFlight.bytes += bytes
        even?.send(events: events, bytes: bytes)
    }

    /// `counted`: the service counted the request. It does not count one that it throttled or never received.
    package mutating func answered(events: Int, bytes: Int, counted: Bool, now: ContinuousClock.Instant) {
        inFlight.events -= events
        inFlight.bytes -= bytes
        if !counted {
            even?.returned(events: events, bytes: bytes)
        } else if limit != nil, even == nil {
            sent.append(events: events, bytes: bytes, at: now)
        }
    }
}
