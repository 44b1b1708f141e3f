/// How many requests may be in flight, and the one pause that all of them share.
///
/// The service's limit is per project, so one refusal speaks for every request. While throttled or in an outage a
/// single request probes; afterwards the number grows by one for each round without a refusal. Requests also share the
/// bandwidth: a timeout reduces the number.
struct ConcurrencyLimiter {
    private let concurrency: Int
    private var limit: Int
    /// Probes refused in a row; 0 when the service is not throttling.
    private var step = 0
    /// Counts the pauses: an answer to a request from before the latest one says nothing new.
    private(set) var round = 0
    private(set) var pausedUntil: ContinuousClock.Instant?
    /// When the first of the refusals came that the service has not taken back yet.
    private(set) var throttledSince: ContinuousClock.Instant?
    private var isProbing = false
    private var successesInRound = 0
    /// When timeouts last reduced the number.
    private var narrowedAt: ContinuousClock.Instant?

    init(concurrency: Int) {
        self.concurrency = concurrency
        limit = concurrency
    }

    /// Requests that may be in flight now.
    var allowed: Int { isProbing ? 1 : limit }
    var isThrottled: Bool { step > 0 }
    /// Requests that have asked for the end of the throttle, if one of them is answered now.
    var probes: Int { step }

    /// An answer to a request from before the latest pause only repeats what is known.
    mutating func refused(
        inRound sentRound: Int,
        retryAfter: Duration?,
        policy: RetryPolicy,
        now: ContinuousClock.Instant,
        random: inout SeededRandom
    ) {
        guard sentRound == round else {
            // Sent before this pause began: does not restart it, but the longest wait that was asked for counts.
            if let retryAfter, isProbing { pausedUntil = max(pausedUntil ?? now, now + retryAfter) }
            return
        }
        if step == 0 {
            limit = max(1, limit / 2)
            throttledSince = now
        }
        step += 1
        pause(until: now + policy.throttleWait(step: step, retryAfter: retryAfter, random: &random))
    }

    /// A refusal that concerns its own request only. The round was not without a refusal, though.
    mutating func refusedAlone() {
        successesInRound = 0
    }

    /// A request timed out: on a slow connection fewer at a time get through. Timeouts of requests that were in flight
    /// at the same time do not count again.
    mutating func timedOut(sentAt: ContinuousClock.Instant, now: ContinuousClock.Instant) {
        if let narrowedAt, sentAt < narrowedAt { return }
        narrowedAt = now
        limit = max(1, limit / 2)
        successesInRound = 0
    }

    /// Probes one by one while nothing at all gets through.
    mutating func outage(pauseUntil: ContinuousClock.Instant) {
        pause(until: pauseUntil)
    }

    private mutating func pause(until instant: ContinuousClock.Instant) {
        round += 1
        isProbing = true
        successesInRound = 0
        pausedUntil = max(pausedUntil ?? instant, instant)
    }

    /// True when this ends a throttle.
    mutating func succeeded(inRound sentRound: Int) -> Bool {
        guard sentRound == round else { return false }
        defer {
            step = 0
            throttledSince = nil
            isProbing = false
            pausedUntil = nil
        }
        guard limit < concurrency else { return isThrottled }
        successesInRound += 1
        if successesInRound >= limit {
            successesInRound = 0
            limit += 1
        }
        return isThrottled
    }
}
