/// The pace that a throttling service has been seen to allow, for when its limit is not known.
///
/// After a throttle ends, events are sent evenly at the rate at which they were accepted over the time it took: a
/// rolling window then stays just below full. The rate grows with every success, quickly after the first throttle
/// (one refusal says little), slowly once throttles come back (the limit is near). Well above all that was ever
/// reached, the pace is forgotten.
struct LearnedPace {
    private static let quickGrowth = 1.10
    private static let slowGrowth = 1.005
    /// Sending exactly at the limit would touch it again and again.
    private static let margin = 0.97
    /// Nothing longer is a window of the service: its documented one is a minute.
    private static let longestCycle = Duration.seconds(120)

    private struct Accepted {
        var at: ContinuousClock.Instant
        var events: Int
    }

    private var accepted: [Accepted] = []
    private var rate: Double?
    private var peak = 0.0
    private var growth = quickGrowth
    private var cycle: Duration?
    private var lastThrottle: ContinuousClock.Instant?
    private var freeAt: ContinuousClock.Instant?

    /// When the next request may go; nil: now.
    func wait(now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard rate != nil, let freeAt, freeAt > now else { return nil }
        return freeAt
    }

    mutating func sent(events: Int, now: ContinuousClock.Instant) {
        guard let rate else { return }
        freeAt = max(freeAt ?? now, now) + .seconds(Double(events) / rate)
    }

    mutating func succeeded(events: Int, now: ContinuousClock.Instant) {
        accepted.append(Accepted(at: now, events: events))
        if accepted.count > 4096 { accepted.removeFirst(2048) }
        guard let rate else { return }
        let grown = rate * growth
        self.rate = grown > 2 * peak ? nil : grown
    }

    /// The first success after a throttle.
    mutating func throttleEnded(now: ContinuousClock.Instant) {
        guard let first = accepted.first(where: { $0.at > now - Self.longestCycle }) else { return }
        let isRepeated = cycle.map { now - (lastThrottle ?? now) < $0 * 4 } ?? false
        growth = isRepeated ? Self.slowGrowth : Self.quickGrowth
        let cycle = isRepeated ? self.cycle ?? now - first.at : now - first.at
        self.cycle = cycle
        lastThrottle = now
        let seconds = max(cycle / .seconds(1), 0.001)
        let events = accepted.reduce(0) { $0 + ($1.at > now - cycle ? $1.events : 0) }
        peak = max(peak, Double(events) / seconds)
        rate = max(Double(events) / seconds * Self.margin, 1)
        accepted.removeAll { $0.at <= now - cycle }
        freeAt = now
    }
}
