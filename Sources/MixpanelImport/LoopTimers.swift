/// When the tasks that only wait will wake the loop, and what their delay says about the process.
package struct LoopTimers: Sendable {
    private var instants: [ContinuousClock.Instant] = []
    /// When the loop last looked at the time.
    private var lastLook: ContinuousClock.Instant

    /// A timer that is later than this was not late: the process was stopped, or the machine slept.
    package static let longestLag = Duration.seconds(1)

    package init(now: ContinuousClock.Instant) {
        lastLook = now
    }

    package var isEmpty: Bool { instants.isEmpty }

    /// False where another timer wakes the loop by then.
    package mutating func add(_ instant: ContinuousClock.Instant) -> Bool {
        guard !instants.contains(where: { $0 <= instant }) else { return false }
        instants.append(instant)
        return true
    }

    package mutating func remove(_ instant: ContinuousClock.Instant) {
        instants.removeAll { $0 == instant }
    }

    /// How long the process did not run since the loop last looked, at least: each gap is told once, however many
    /// timers it has made late.
    package mutating func takeSuspension(now: ContinuousClock.Instant) -> Duration? {
        defer { lastLook = now }
        guard let due = instants.min() else { return nil }
        let gap = now - max(due, lastLook)
        return gap > Self.longestLag ? gap : nil
    }
}
