/// Decides when failures and silence are an outage, and for how long nothing has succeeded.
struct OutageDetector {
    /// A request without an answer.
    private struct Unanswered {
        let sentAt: ContinuousClock.Instant
        /// When it was sent, or the latest success if that was later: from then on its silence counts.
        var since: ContinuousClock.Instant
    }

    /// The start of the first request that failed after the latest success.
    private(set) var since: ContinuousClock.Instant?
    /// The oldest one first.
    private var unanswered: [Unanswered] = []
    /// The outage has been declared: a batch used up its attempts.
    private(set) var isDeclared = false
    private(set) var failures = 0

    /// A server that accepts requests and never answers is an outage, too.
    mutating func sent(at now: ContinuousClock.Instant) {
        unanswered.append(Unanswered(sentAt: now, since: now))
    }

    mutating func answered(sentAt: ContinuousClock.Instant?) {
        guard let index = unanswered.firstIndex(where: { $0.sentAt == sentAt }) else { return }
        unanswered.remove(at: index)
    }

    /// A request that took longer than `timeout` waited for something else: the process was stopped in between.
    mutating func failed(sentAt: ContinuousClock.Instant, now: ContinuousClock.Instant, timeout: Duration) {
        if since == nil { since = max(sentAt, now - timeout) }
        failures += 1
    }

    /// Time in which the process did not run proves nothing.
    mutating func slept(_ duration: Duration) {
        since = since.map { $0 + duration }
        for index in unanswered.indices { unanswered[index].since += duration }
    }

    /// So many failures in a row cannot come from poison events: bisection gets a part of the batch through before. The
    /// number is lower if the server does not even answer.
    private static let manyAnswers = 24
    private static let manySilences = 12

    /// Whether there were so many failures in a row, or so long a time without a success, that poison events cannot be
    /// the cause.
    func isEstablished(_ failure: Failure, now: ContinuousClock.Instant, patience: Duration) -> Bool {
        let many = if case .http = failure.reason { Self.manyAnswers } else { Self.manySilences }
        return isDeclared || failures >= many || hasLasted(patience, now: now)
    }

    /// Since when the oldest request has no answer.
    var silentSince: ContinuousClock.Instant? { unanswered.first?.since }

    func hasLasted(_ duration: Duration, now: ContinuousClock.Instant) -> Bool {
        since.map { now - $0 >= duration } ?? false
    }

    /// True the first time.
    mutating func declare() -> Bool {
        defer { isDeclared = true }
        return !isDeclared
    }

    /// How long a declared outage lasted.
    mutating func succeeded(now: ContinuousClock.Instant) -> Duration? {
        defer {
            since = nil
            isDeclared = false
            failures = 0
            for index in unanswered.indices { unanswered[index].since = max(unanswered[index].since, now) }
        }
        return isDeclared ? since.map { now - $0 } : nil
    }

    /// Patience counts from the oldest request after the latest success that has failed or has no answer yet.
    func end(after patience: Duration?) -> ContinuousClock.Instant? {
        guard let patience, let start = [since, unanswered.map(\.since).min()].compactMap(\.self).min() else {
            return nil
        }
        return start + patience
    }
}
