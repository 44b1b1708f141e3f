/// One process's share of a limit that several keep together: a token bucket that holds one batch.
///
/// Each request is earned before it goes, also the first: processes that replace each other, as the tasks of an engine
/// do, together send no more than a single one would. The bucket starts below empty, at random by up to
/// a batch, so that processes that start together do not send together.
struct EvenRateLimiter {
    /// The part of the share that is used; the rest allows for clocks that differ, and for answers whose time varies.
    private static let used = 0.95

    private let eventsPerSecond: Double
    private let bytesPerSecond: Double
    private let phase: Double
    /// When the bucket was empty, or will be.
    private var emptyAt: ContinuousClock.Instant?

    /// `phase`: of a batch, 0 to 1, by how much the bucket is below empty.
    init(_ limit: ImportRate, share: ImportRate.Share, phase: Double) {
        let part = Self.used * Double(share.part) / Double(share.of) / (limit.window / .seconds(1))
        eventsPerSecond = Double(limit.events) * part
        bytesPerSecond = Double(limit.bytes) * part
        self.phase = phase
    }

    /// nil: now.
    mutating func wait(events: Int, bytes: Int, now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        let price = price(events, bytes)
        let empty = max(emptyAt ?? now + price * phase, now - price)
        emptyAt = empty
        return empty + price <= now ? nil : empty + price
    }

    mutating func send(events: Int, bytes: Int) {
        emptyAt = emptyAt.map { $0 + price(events, bytes) }
    }

    /// The service did not count the request.
    mutating func returned(events: Int, bytes: Int) {
        emptyAt = emptyAt.map { $0 - price(events, bytes) }
    }

    private func price(_ events: Int, _ bytes: Int) -> Duration {
        .seconds(max(Double(events) / eventsPerSecond, Double(bytes) / bytesPerSecond))
    }
}
