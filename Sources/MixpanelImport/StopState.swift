/// Whether a run has to stop before its input ends, why, and for how long requests in flight are still waited for.
///
///     running ── stop ──▶ stopping ── end of the grace, second request to stop ──▶ abandoned
///        └───────────────────┴────── deadline, cancellation, output error ─────────────▲
///
/// The only place that knows: the loop says what happened and does what follows.
package struct StopState: Sendable {
    package enum Phase: Sendable, Equatable {
        case running
        /// Nothing is read or sent any more; answers may come until then.
        case stopping(until: ContinuousClock.Instant)
        /// Requests without an answer are given up.
        case abandoned
    }

    private let grace: Duration
    private let graceAfterOutage: Duration
    private let deadline: ContinuousClock.Instant?
    package private(set) var phase = Phase.running
    package private(set) var cause: StopCause?
    private var isRequested = false

    /// `graceAfterOutage` is for a run whose patience is a bound in time, too.
    package init(grace: Duration, graceAfterOutage: Duration, deadline: ContinuousClock.Instant?) {
        self.grace = grace
        self.graceAfterOutage = graceAfterOutage
        self.deadline = deadline
    }

    package var isAbandoned: Bool { phase == .abandoned }

    /// When the loop has to look again, whatever else happens.
    package var nextCheck: ContinuousClock.Instant? {
        switch phase {
        case .running: deadline
        case .stopping(let end): min(end, deadline ?? end)
        case .abandoned: nil
        }
    }

    /// True if this is the run's cause from now on.
    package mutating func stop(_ cause: StopCause, now: ContinuousClock.Instant) -> Bool {
        let end = now + grace(after: cause)
        if cause == .requested, isRequested { phase = .abandoned }
        if cause == .requested { isRequested = true }
        switch phase {
        case .running: phase = end > now ? .stopping(until: end) : .abandoned
        case .stopping: if end <= now { phase = .abandoned }
        case .abandoned: break
        }
        if let known = self.cause, cause.urgency <= known.urgency { return false }
        self.cause = cause
        return true
    }

    /// The bounds in time, in one place. A bound that has been reached is a cause to stop.
    package mutating func boundReached(now: ContinuousClock.Instant, isCancelled: Bool) -> StopCause? {
        if case .stopping(let end) = phase, now >= end { phase = .abandoned }
        guard phase != .abandoned else { return nil }
        if isCancelled { return .cancelled }
        if let deadline, now >= deadline { return .deadline }
        return nil
    }

    private func grace(after cause: StopCause) -> Duration {
        switch cause {
        case .cancelled, .deadline, .output: .zero
        case .outage: graceAfterOutage
        default: grace
        }
    }
}
