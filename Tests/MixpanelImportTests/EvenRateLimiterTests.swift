import MixpanelImport
import Testing

@Suite struct EvenRateLimiterTests {
    private static let start = ContinuousClock.now

    /// When requests of this size go, of one process that asks whenever it may.
    private static func times(
        _ limit: ImportRate,
        phase: Double,
        events: Int,
        bytes: Int,
        count: Int
    ) -> [Duration] {
        var limiter = RateLimiter(limit, phase: phase)
        var now = start
        var times: [Duration] = []
        while times.count < count {
            switch limiter.wait(events: events, bytes: bytes, now: now) {
            case nil:
                limiter.send(events: events, bytes: bytes)
                limiter.answered(events: events, bytes: bytes, counted: true, now: now)
                times.append(now - start)
            case .until(let instant): now = max(instant, now + .nanoseconds(1))
            case .untilAnswer:
                Issue.record("a share waits for no answer")
                return times
            }
        }
        return times
    }

    private static func share(_ part: Int, of whole: Int, bytes: Int = .max) -> ImportRate {
        var limit = ImportRate(events: 60_000, bytes: bytes, window: .seconds(60))
        limit.share = ImportRate.Share(part, of: whole)
        return limit
    }

    private static func isNear(_ one: Duration, _ other: Duration) -> Bool {
        one - other < .milliseconds(1) && other - one < .milliseconds(1)
    }

    @Test(arguments: [0.0, 0.3, 1.0])
    func `each request is earned before it goes, the first one too`(phase: Double) {
        // A quarter of 1,000 events a second, and of that 95 %: 237.5.
        let times = Self.times(Self.share(1, of: 4), phase: phase, events: 475, bytes: 1, count: 5)
        for (index, time) in times.enumerated() {
            #expect(Self.isNear(time, .seconds(2) * (Double(index + 1) + phase)), "\(times)")
        }
    }

    @Test func `bytes count as events do, whichever are dearer`() {
        let limit = Self.share(1, of: 2, bytes: 600_000)
        // 4,750 bytes a second.
        let times = Self.times(limit, phase: 0, events: 1, bytes: 9_500, count: 3)
        #expect(Self.isNear(times[2], .seconds(6)), "\(times)")
    }

    @Test func `parts may be larger than others`() {
        let three = Self.times(Self.share(3, of: 4), phase: 0, events: 475, bytes: 1, count: 6)
        let one = Self.times(Self.share(1, of: 4), phase: 0, events: 475, bytes: 1, count: 2)
        #expect(Self.isNear(three[5], one[1]), "\(three) \(one)")
    }

    @Test func `after a rest one batch goes at once, and no more`() {
        var limiter = RateLimiter(Self.share(1, of: 1))
        let rested = Self.start + .seconds(3_600)
        #expect(limiter.wait(events: 950, bytes: 1, now: Self.start) != nil)
        #expect(limiter.wait(events: 950, bytes: 1, now: rested) == nil)
        limiter.send(events: 950, bytes: 1)
        guard case .until(let next) = limiter.wait(events: 950, bytes: 1, now: rested) else {
            Issue.record("a second batch went at once")
            return
        }
        #expect(Self.isNear(next - rested, .seconds(1)))
    }

    @Test func `what the service did not count is given back`() {
        var limiter = RateLimiter(Self.share(1, of: 1))
        let rested = Self.start + .seconds(3_600)
        _ = limiter.wait(events: 950, bytes: 1, now: Self.start)
        #expect(limiter.wait(events: 950, bytes: 1, now: rested) == nil)
        limiter.send(events: 950, bytes: 1)
        limiter.answered(events: 950, bytes: 1, counted: false, now: rested)
        #expect(limiter.wait(events: 950, bytes: 1, now: rested) == nil)
    }

    @Test(arguments: [(0, 4), (5, 4), (1, 0), (-1, 4), (1, -4), (0, 0)])
    func `what is no part of a whole is no share`(part: Int, whole: Int) {
        #expect(ImportRate.Share(part, of: whole) == nil)
    }

    @Test(arguments: [(1, 1, 10), (1, 2, 10), (1, 3, 7), (1, 4, 5), (3, 4, 10), (1, 16, 2), (1, 1_000, 1)])
    func `a share of the rate is a share of the requests in flight`(part: Int, whole: Int, concurrency: Int) {
        #expect(ImportRate.Share(part, of: whole)?.concurrency == concurrency)
    }
}
