import MixpanelImport
import Testing

/// A service whose limit is not the documented one.
@Suite struct AdaptiveRateLimiterTests {
    /// Allows so many events within a minute, and does not count what it refuses.
    private static func run(lines: Int, limit: Int, seed: UInt64) -> SimulatedRun {
        var simulation = DeliverySimulation(lines: lines)
        simulation.batchEvents = 20
        simulation.concurrency = 10
        simulation.seed = seed
        var taken: [(at: Duration, events: Int)] = []
        return simulation.run { request in
            taken.removeAll { $0.at <= request.sentAt - .seconds(60) }
            guard taken.reduce(0, { $0 + $1.events }) + request.lines.count <= limit else { return .tooMany }
            taken.append((request.sentAt, request.lines.count))
            return .ok
        }
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `nearly all of an unknown limit is used`(seed: UInt64) {
        let run = Self.run(lines: 24_000, limit: 600, seed: seed)
        #expect(run.lines(.imported).count == 24_000)
        // The first minute's worth goes at once, the others take 39 minutes at best.
        #expect(run.endedAt < .seconds(39 * 60) * 1.3, "\(run.summary)")
        #expect(run.answers(429).count < run.requests.count / 10, "\(run.answers(429).count) of \(run.requests.count)")
    }

    @Test func `a storm that has passed does not slow the rest of the run down`() {
        var simulation = DeliverySimulation(lines: 20_000)
        simulation.batchEvents = 10
        simulation.concurrency = 10
        let run = simulation.run { .seconds(5)..<(.seconds(20)) ~= $0.sentAt ? .tooMany : .ok }
        #expect(run.lines(.imported).count == 20_000)
        // 20 s at full speed without the storm, which costs its 15 s and a pause.
        #expect(run.endedAt < .seconds(120), "\(run.summary)")
    }

    @Test func `a long storm after a single success does not make the rest crawl`() {
        var simulation = DeliverySimulation(lines: 2_000)
        simulation.batchEvents = 100
        let run = simulation.run { .milliseconds(50)..<(.seconds(100)) ~= $0.sentAt ? .tooMany : .ok }
        #expect(run.lines(.imported).count == 2_000)
        // At the rate of the storm the 19 batches after it would take a quarter of an hour.
        #expect(run.endedAt < .seconds(100 + 65 + 19 * 10 + 20), "\(run.summary)")
    }
}
