/// Decides what is sent when, and what every answer means for the lines: the one owner of all delivery state.
///
/// Knows no clock, no network and no randomness but what it is given.
package struct Delivery: Sendable {
    package enum Next: Sendable {
        case send(SubBatch)
        /// Nothing can be sent before this time, or, if nil, before an answer or a batch comes.
        case wait(until: ContinuousClock.Instant?)
    }

    /// Requests for finding poison events in one batch. One poison event in 2,000 events takes 11 halvings, two
    /// requests each, and two to confirm; ten poison events fit.
    static let extraRequestsPerBatch = 256
    /// Refusals without a reason that a single event needs to be called rejected: one may be spurious.
    static let refusalsOfPoisonEvent = 3
    /// The same while the server takes no other event, and while other requests are still in flight.
    static let refusalsOfLonePoisonEvent = (least: 5, most: 10)
    /// The same for an event that is too large.
    static let tooLargeOfEvent = 2
    /// Attempts of a part of a batch that failed as a whole, before it is halved in turn.
    static let attemptsOfPart = 2
    /// Single events refused as too large, one after the other, that end a run.
    static let tooLargeInARow = 50

    let policy: RetryPolicy
    /// Lines of an earlier run, which the service took others of.
    let isRepetition: Bool
    var waiting: [SubBatch] = []
    var batches: [Int: DeliveredBatch] = [:]
    private(set) var inFlight = 0
    /// Nothing more is sent: the run was stopped, or delivery itself cannot go on.
    package private(set) var isStopped = false
    private var impasse: StopCause?
    package var statistics = DeliveryStatistics()
    package private(set) var notices: [DeliveryNotice] = []
    var concurrencyLimiter: ConcurrencyLimiter
    var rateLimiter: RateLimiter
    var adaptiveRate: AdaptiveRateLimiter
    var random: SeededRandom
    var outage = OutageDetector()
    /// The largest body that the server says it allows.
    var bodyLimit: Int
    /// The largest body to try where the server refuses some as too large and names no limit.
    var bodySizeEstimator = BodySizeEstimator()
    private(set) var standstill = Standstill.none
    var latestTrouble: LatestTrouble?
    var successes = 0
    var tooLargeStreak = 0
    /// Batches since the latest success in which the search for poison events found nothing.
    var fruitlessSearches = 0
    private var hasIgnoredRetryAfter = false
    /// A stop was requested while delivery was healthy: the one batch that was not full yet may still be sent.
    private var mayFlush = false
    /// The verdict on events in a validation, which sends nothing: they get it when they are added.
    private let verdictWithoutSending: Verdict?

    /// `isValidation`: nothing is sent, every event that comes is `valid`.
    package init(
        policy: RetryPolicy,
        concurrency: Int,
        bodyLimit: Int,
        rateLimiter: RateLimiter,
        seed: UInt64,
        isValidation: Bool = false,
        isRepetition: Bool = false
    ) {
        self.policy = policy
        self.isRepetition = isRepetition
        verdictWithoutSending = isValidation ? Verdict(.valid) : nil
        self.bodyLimit = bodyLimit
        self.rateLimiter = rateLimiter
        adaptiveRate = AdaptiveRateLimiter(delay: policy.delay)
        concurrencyLimiter = ConcurrencyLimiter(concurrency: concurrency)
        random = SeededRandom(seed: seed)
    }

    /// `mayBeHeld`: an earlier run may have sent these lines.
    package mutating func add(_ lines: PreparedBatch, as batch: Int, mayBeHeld: Bool = false) {
        batches[batch] = DeliveredBatch(lines, successesBefore: successes)
        let events = 0..<lines.events.count
        guard !events.isEmpty else { return }
        var subBatch = SubBatch(batch: batch, events: events, bodyBytes: lines.bodyBytes(of: events))
        if let verdictWithoutSending { return resolve(subBatch, verdictWithoutSending) }
        subBatch.successesBefore = successes
        if mayBeHeld { subBatch.evidence.add(.lost) }
        guard !isStopped || mayFlush else { return resolve(subBatch, subBatch.pendingVerdict(.stopped)) }
        mayFlush = false
        waiting.append(subBatch)
    }

    package mutating func next(now: ContinuousClock.Instant) -> Next {
        standstill = .none
        let next = nextOfWaiting(now: now)
        guard isStopped, case .wait = next else { return next }
        standstill = .none
        // Behind a stop nothing waits.
        resolveWaiting()
        return .wait(until: nil)
    }

    private mutating func nextOfWaiting(now: ContinuousClock.Instant) -> Next {
        guard !waiting.isEmpty, inFlight < concurrencyLimiter.allowed else { return .wait(until: nil) }
        if let pause = concurrencyLimiter.pausedUntil, pause > now {
            standstill = .refused
            return .wait(until: pause)
        }
        guard let index = firstEligible(now: now) else {
            standstill = .refused
            return .wait(until: waiting.lazy.compactMap(\.notBefore).min())
        }
        let subBatch = waiting[index]
        if subBatch.bodyBytes > min(bodyLimit, bodySizeEstimator.limit), subBatch.events.count > 1 {
            waiting.remove(at: index)
            halve(subBatch, by: .bytes)
            return nextOfWaiting(now: now)
        }
        standstill = .paced
        if let instant = adaptiveRate.wait(now: now) { return .wait(until: instant) }
        switch rateLimiter.wait(events: subBatch.events.count, bytes: subBatch.bodyBytes, now: now) {
        case .until(let instant): return .wait(until: instant)
        case .untilAnswer: return .wait(until: nil)
        case nil:
            standstill = .none
            return .send(take(index, now: now))
        }
    }

    package func lines(of subBatch: SubBatch) -> PreparedBatch? { batches[subBatch.batch]?.lines }

    /// The batch, once every event of it has its verdict.
    package mutating func takeFinished(_ batch: Int) -> JudgedBatch? {
        guard batches[batch]?.judged.isComplete == true else { return nil }
        return batches.removeValue(forKey: batch)?.judged
    }

    /// Sends nothing more: what waits is resolved now, what is in flight when its answer comes.
    ///
    /// With `mayFlush` the one batch that was not full yet is still sent, if it can be sent at once.
    package mutating func stop(mayFlush: Bool = false) {
        self.mayFlush = mayFlush && !isStopped && waiting.isEmpty && outage.since == nil
        isStopped = true
        resolveWaiting()
    }

    /// An answer leaves nothing to try: the run hears of it by `takeImpasse`.
    mutating func stop(_ cause: StopCause) {
        if cause.urgency > impasse?.urgency ?? -1 { impasse = cause }
        stop()
    }

    /// Why delivery itself cannot go on, once.
    package mutating func takeImpasse() -> StopCause? { impasse.take() }

    /// Withdraws the permission to send that one batch.
    package mutating func abandon() {
        mayFlush = false
        resolveWaiting()
    }

    private mutating func resolveWaiting() {
        let subBatches = waiting
        waiting = []
        for subBatch in subBatches { resolve(subBatch, subBatch.pendingVerdict(.stopped)) }
    }

    package mutating func takeNotices() -> [DeliveryNotice] {
        defer { notices = [] }
        return notices
    }

    /// Earlier lines first, so that the window moves on and a search goes deep before it goes wide.
    private func firstEligible(now: ContinuousClock.Instant) -> Int? {
        var best: Int?
        for (index, subBatch) in waiting.enumerated() where (subBatch.notBefore ?? now) <= now {
            if best.map({ subBatch.precedes(waiting[$0]) }) ?? true { best = index }
        }
        return best
    }

    private mutating func take(_ index: Int, now: ContinuousClock.Instant) -> SubBatch {
        var subBatch = waiting.remove(at: index)
        subBatch.attempts += 1
        subBatch.round = concurrencyLimiter.round
        subBatch.sentAt = now
        subBatch.notBefore = nil
        inFlight += 1
        outage.sent(at: now)
        rateLimiter.send(events: subBatch.events.count, bytes: subBatch.bodyBytes)
        adaptiveRate.sent(events: subBatch.events.count, now: now)
        return subBatch
    }

    mutating func landed(_ subBatch: SubBatch, counted: Bool, now: ContinuousClock.Instant) {
        inFlight -= 1
        outage.answered(sentAt: subBatch.sentAt)
        rateLimiter.answered(events: subBatch.events.count, bytes: subBatch.bodyBytes, counted: counted, now: now)
    }

    mutating func resolve(_ subBatch: SubBatch, _ verdict: Verdict) {
        batches[subBatch.batch]?.resolve(subBatch.events, verdict)
    }

    mutating func resolve(_ events: Range<Int>, of subBatch: SubBatch, _ verdict: Verdict) {
        batches[subBatch.batch]?.resolve(events, verdict)
    }

    /// Sends the sub-batch again, or ends it where the run has stopped.
    mutating func retry(_ subBatch: SubBatch, notBefore: ContinuousClock.Instant? = nil) {
        guard !isStopped else { return resolve(subBatch, subBatch.pendingVerdict(.stopped)) }
        var subBatch = subBatch
        subBatch.notBefore = notBefore
        waiting.append(subBatch)
    }

    mutating func halve(_ subBatch: SubBatch, by measure: Bisection) {
        guard !isStopped else { return resolve(subBatch, subBatch.pendingVerdict(.stopped)) }
        guard let lines = batches[subBatch.batch]?.lines else { return }
        let middle = measure.middle(of: subBatch.events) { lines.events[$0] }
        for events in [subBatch.events.lowerBound..<middle, middle..<subBatch.events.upperBound] {
            var part = subBatch.part(events, bodyBytes: lines.bodyBytes(of: events), successes: successes)
            if case .count = measure { part.isSuspect = true }
            waiting.append(part)
        }
    }

    mutating func retryNow() {
        for index in waiting.indices { waiting[index].notBefore = nil }
    }

    mutating func note(_ notice: DeliveryNotice) {
        notices.append(notice)
    }

    /// Tells the user once a run.
    mutating func noteIgnoredRetryAfter() {
        if !hasIgnoredRetryAfter { note(.ignoredRetryAfter) }
        hasIgnoredRetryAfter = true
    }
}
