#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The rate that a throttling service has been seen to allow, for when its limit is not known, and whether a refusal is
/// about a limit at all.
///
/// After a throttle, events are sent evenly, at the rate at which they were accepted since the throttle before: a
/// rolling window then stays just below full. From then on the rate grows with time, and falls with each refusal. With
/// time, not with each success: a process with a low rate would otherwise never catch up with others on the same limit.
/// As it is, a process that sends more is refused more often, so that the rates become equal.
///
/// Some services refuse at random. Nothing is learned from a throttle in which more requests passed than were refused;
/// after such a one, a refusal between two successes concerns its own request alone, as long as refusals are few.
struct AdaptiveRateLimiter {
    /// In one `RetryPolicy.delay`. With twice as much, eight simulated processes on one limit had a quarter of their
    /// requests refused.
    private static let growth = 1.025
    /// By one refusal. One throttle at most halves the rate.
    private static let decrease = 0.75
    private static let mostDecrease = 0.5
    /// Above this share of recent requests, refusals are not few.
    private static let fewRefusals = 0.2
    /// How much one request counts in that share: about sixteen requests are recent.
    private static let recency = 1.0 / 16
    /// One in twenty refusals at random come in pairs in most runs, and hardly ever by threes.
    private static let refusalsOfChance = 2
    /// Probes refused in a row that chance does not explain.
    private static let probesOfThrottle = 2
    /// Throttles further apart have nothing to do with each other: the service's window is a minute.
    private static let longestCycle = Duration.seconds(120)
    /// A request waits no longer than this many first throttle waits: beyond, asking costs less than waiting, and a
    /// rate that other failures made low does not hold up the run.
    private static let mostWaits = 5.0
    /// Events a second beyond which a rate limits nothing.
    private static let largest = 1e12

    private let delay: Duration
    private var rate: Double?
    private var grownAt: ContinuousClock.Instant?
    /// Events accepted since that time: the first success, or the end of the latest throttle.
    private var since: ContinuousClock.Instant?
    private var accepted = 0
    private var freeAt: ContinuousClock.Instant?
    /// Requests of the latest throttle: those that asked for its end, and those sent before it and answered since.
    private var refused = 0
    private var passed = 0
    /// The share of refusals among recent requests.
    private var refusals = 0.0
    private var refusedInARow = 0
    /// The latest throttle was not about a limit: the service refuses at random.
    private var isRandom = false

    init(delay: Duration) {
        self.delay = delay
    }

    /// When the next request may go; nil: now.
    func wait(now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard rate != nil, let freeAt, freeAt > now else { return nil }
        return freeAt
    }

    mutating func sent(events: Int, now: ContinuousClock.Instant) {
        guard let rate else { return }
        freeAt = max(freeAt ?? now, now) + min(.seconds(Double(events) / rate), delay * Self.mostWaits)
    }

    mutating func succeeded(events: Int, duringThrottle: Bool, now: ContinuousClock.Instant) {
        refusedInARow = 0
        refusals -= refusals * Self.recency
        if duringThrottle { passed += 1 }
        if since.map({ now - $0 > Self.longestCycle }) ?? true {
            since = now
            accepted = 0
        }
        accepted += events
        grow(now: now)
    }

    /// Whether only the refused request has to wait, because the service refuses at random. With `asksForWait` the
    /// answer said how long to wait, which concerns all requests.
    mutating func refused(duringThrottle: Bool, asksForWait: Bool) -> Bool {
        refusedInARow += 1
        let isChance = isRandom && refusedInARow <= Self.refusalsOfChance && refusals < Self.fewRefusals
        let isAlone = !duringThrottle && !asksForWait && isChance
        refusals += (1 - refusals) * Self.recency
        if isAlone {
            rate = rate.map { $0 * Self.decrease }
        } else if duringThrottle {
            refused += 1
        } else {
            refused = 1
            passed = 0
        }
        return isAlone
    }

    /// The first success after a throttle; `probes` requests asked for its end, this one included.
    mutating func throttleEnded(probes: Int, now: ContinuousClock.Instant) {
        // The probes that were refused before this one are among the refused.
        isRandom = probes <= Self.probesOfThrottle && refused <= passed + probes
        guard let start = since, now > start else { return }
        if isRandom {
            rate = rate.map { $0 * Self.decrease }
        } else {
            let reached = max(Double(accepted) / ((now - start) / .seconds(1)), 1)
            rate = max(reached, (rate ?? 0) * Self.mostDecrease)
            freeAt = now
        }
        since = now
        accepted = 0
        grownAt = now
    }

    private mutating func grow(now: ContinuousClock.Instant) {
        defer { grownAt = now }
        guard let rate, let grownAt else { return }
        self.rate = min(rate * pow(Self.growth, (now - grownAt) / delay), Self.largest)
    }
}
