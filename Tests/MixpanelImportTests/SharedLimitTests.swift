import MixpanelImport
import Testing

/// Several processes on one limit: one that they do not know, and one of which each has its share.
@Suite struct SharedLimitTests {
    @Test(arguments: [(1, 0.85), (4, 0.75), (8, 0.65)], [UInt64(1), 2, 3, 4])
    func `a limit that nobody knows is used, and by all alike`(
        processes: (count: Int, used: Double),
        seed: UInt64
    ) {
        for (batch, latency) in [(100, 0.010...0.015), (200, 0.010...0.015)] {
            var simulation = SharedLimitSimulation()
            simulation.processes = processes.count
            simulation.batchEvents = batch
            simulation.latency = latency
            simulation.windows = 30
            simulation.seed = seed
            let outcome = simulation.run()
            #expect(outcome.used >= processes.used, "\(outcome)")
            #expect(outcome.parts.min()! >= 0.5 * outcome.used, "\(outcome)")
            #expect(outcome.refused < 0.25, "\(outcome)")
        }
    }

    @Test(arguments: [1, 4, 8])
    func `the same holds at the service's own scale`(processes: Int) {
        var simulation = SharedLimitSimulation()
        simulation.processes = processes
        simulation.limit = 600_000
        simulation.window = .seconds(60)
        simulation.batchEvents = 2_000
        simulation.delay = .seconds(2)
        simulation.latency = 0.2...0.45
        simulation.windows = 20
        simulation.rate = .documented
        let outcome = simulation.run()
        #expect(outcome.used >= 0.85, "\(outcome)")
        #expect(outcome.parts.min()! >= 0.4, "\(outcome)")
        #expect(outcome.refused < 0.25, "\(outcome)")
    }

    @Test(arguments: [1, 2, 3, 4, 7, 8, 12, 16], [UInt64(1), 2])
    func `shares of a limit use nearly all of it, and nobody is refused`(processes: Int, seed: UInt64) throws {
        var simulation = SharedLimitSimulation()
        simulation.processes = processes
        simulation.seed = seed
        var limit = ImportRate(events: simulation.limit, window: simulation.window)
        let share = try #require(ImportRate.Share(1, of: processes))
        limit.share = share
        simulation.rate = limit
        let outcome = simulation.run()
        #expect(outcome.used >= 0.85, "\(outcome)")
        #expect(outcome.refusedInAll < 0.01, "\(outcome)")
        #expect(outcome.parts.min()! >= 0.85, "\(outcome)")
    }

    /// As the tasks of an engine: none fills a window, and each begins anew.
    @Test(arguments: [2, 3, 4, 8, 16], [UInt64(1), 2])
    func `the same holds for processes that end before a window is over`(slots: Int, seed: UInt64) throws {
        var simulation = SharedLimitSimulation()
        simulation.processes = slots
        simulation.seed = seed
        simulation.windows = 30
        let share = try #require(ImportRate.Share(1, of: slots))
        simulation.concurrency = share.concurrency
        // Four fifths of what a process may send within a window, but at least eight batches.
        simulation.taskBatches = max(8, simulation.limit * 4 / 5 / slots / simulation.batchEvents)
        var limit = ImportRate(events: simulation.limit, window: simulation.window)
        limit.share = share
        simulation.rate = limit
        let outcome = simulation.run()
        #expect(outcome.used >= 0.85, "\(outcome)")
        #expect(outcome.refusedInAll < 0.01, "\(outcome)")
        // The same without shares: each new process sends its first batches at once.
        simulation.rate?.share = nil
        simulation.concurrency = 10
        #expect(simulation.run().refusedInAll > 0.01)
    }
}

/// One answer in twenty is a 429 or 503 for no reason.
@Suite struct RandomRefusalTests {
    private static func duration(
        _ status: Int,
        share: Double,
        delay: Duration,
        latency: ClosedRange<Double>,
        seed: UInt64
    ) -> SimulatedRun {
        var simulation = DeliverySimulation(lines: 310 * 20)
        simulation.batchEvents = 20
        simulation.concurrency = 10
        simulation.policy.delay = delay
        simulation.seed = seed
        var latencies = SeededRandom(seed: seed)
        simulation.latency = { _ in .seconds(Double.random(in: latency, using: &latencies)) }
        var random = SeededRandom(seed: seed &+ 99)
        return simulation.run { _ in
            Double.random(in: 0...1, using: &random) < share ? .status(status) : .ok
        }
    }

    @Test(arguments: [429, 503], [UInt64(1), 2, 3, 4, 5, 6])
    func `refusals at random cost at most a factor of three`(status: Int, seed: UInt64) {
        let quick = Self.duration(status, share: 0, delay: .milliseconds(20), latency: 0.01...0.03, seed: seed)
        let slow = Self.duration(status, share: 0.05, delay: .milliseconds(20), latency: 0.01...0.03, seed: seed)
        #expect(slow.lines(.imported).count == 6_200, "\(slow.summary)")
        #expect(slow.endedAt < quick.endedAt * 3, "\(quick.summary); \(slow.summary)")
    }

    /// The first refusal is waited out in full: nothing is known of the service then. Two in a row are chance.
    @Test(arguments: UInt64(1)...20)
    func `waits that are long beside the answers are not waited again and again`(seed: UInt64) {
        let quick = Self.duration(429, share: 0, delay: .seconds(2), latency: 0.2...0.45, seed: seed)
        let slow = Self.duration(429, share: 0.05, delay: .seconds(2), latency: 0.2...0.45, seed: seed)
        #expect(slow.endedAt < quick.endedAt * 3, "\(quick.summary); \(slow.summary)")
    }
}
