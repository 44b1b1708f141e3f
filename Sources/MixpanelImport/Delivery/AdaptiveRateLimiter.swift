/// The pace that a throttling service has been seen to allow, for when its limit is not known.
///
/// After a throttle ends, events are sent evenly, at the rate at which they were accepted since the throttle before: a
/// rolling window then stays just below full. The rate grows with every success, quickly after the first throttle
/// (one refusal says little), very slowly once throttles come back (the limit is near). Far above all that was ever
/// reached, the pace is forgotten.
struct AdaptiveRateLimiter {
    private static let quickGrowth = 1.1
    private static let slowGrowth = 1.001
    /// A rate so many times the one that was reached no longer limits anything.
    private static let forgottenBeyond = 8.0
    /// Throttles further apart have nothing to do with each other: the service's window is a minute.
    private static let longestCycle = Duration.seconds(120)

    /// A request waits no longer than this many first throttle waits: beyond, asking costs less than waiting, and a
    /// rate that other failures made low does not hold up the run.
    private static let mostWaits = 5.0

    private let longestGap: Duration
    private var rate: Double?
    private var growth = quickGrowth
    private var reached = 0.0
    /// Events accepted since then: the first success, or the end of the latest throttle.
    private var since: ContinuousClock.Instant?
    private var accepted = 0
    private var freeAt: ContinuousClock.Instant?

    init(firstWait: Duration) {
        longestGap = firstWait * Self.mostWaits
    }

    /// When the next request may go; nil: now.
    func wait(now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard rate != nil, let freeAt, freeAt > now else { return nil }
        return freeAt
    }

    mutating func sent(events: Int, now: ContinuousClock.Instant) {
        guard let rate else { return }
        freeAt = max(freeAt ?? now, now) + min(.seconds(Double(events) / rate), longestGap)
    }

    mutating func succeeded(events: Int, now: ContinuousClock.Instant) {
        if since.map({ now - $0 > Self.longestCycle }) ?? true {
            since = now
            accepted = 0
            if rate == nil { growth = Self.quickGrowth }
        }
        accepted += events
        guard let rate else { return }
        let grown = rate * growth
        self.rate = grown > Self.forgottenBeyond * reached ? nil : grown
    }

    /// The first success after a throttle.
    mutating func throttleEnded(now: ContinuousClock.Instant) {
        guard let start = since, now > start else { return }
        if rate != nil { growth = Self.slowGrowth }
        reached = max(Double(accepted) / ((now - start) / .seconds(1)), 1)
        rate = reached
        since = now
        accepted = 0
        freeAt = now
    }
}
