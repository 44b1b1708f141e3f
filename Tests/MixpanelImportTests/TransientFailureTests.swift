import MixpanelImport
import Testing

/// Failures that may pass: tried again, then taken apart.
@Suite struct TransientFailureTests {
    @Test func `waits grow from a quarter of the delay to fifteen times it, with full jitter`() {
        var shares: [Double] = []
        for seed in 1...40 {
            var simulation = DeliverySimulation(lines: 10)
            simulation.seed = UInt64(seed)
            simulation.policy.maxAttempts = 12
            let run = simulation.run { $0.number < 10 ? .status(500) : .ok }
            #expect(run.requests.count == 11)
            for (gap, most) in zip(run.gaps, [0.5, 1, 2, 4, 8, 16, 30, 30, 30, 30]) {
                shares.append(gap / .seconds(most))
            }
        }
        #expect(shares.allSatisfy { 0...1 ~= $0 }, "\(shares.max()!)")
        #expect(shares.min()! < 0.1 && shares.max()! > 0.9)
        #expect(0.4...0.6 ~= shares.reduce(0, +) / Double(shares.count))
    }

    @Test(arguments: [408, 500, 502, 504, 520, 522, 524])
    func `a passing failure costs nothing but time`(status: Int) {
        let run = DeliverySimulation(lines: 5_000).run { $0.attempt <= 2 ? .status(status, kept: .all) : .ok }
        #expect(run.lines(.imported).count == 5_000, "\(run.summary)")
        #expect(run.requests.count == 9)
        #expect(run.requests.allSatisfy { [2_000, 1_000].contains($0.lines.count) })
    }

    @Test(arguments: [(0, 1), (1_999, 1), (777, 1), (1_400, 10), (0, 10), (1_999, 10)])
    func `content that the service stumbles over is found in the midst of others`(poison: Int, concurrency: Int) {
        var simulation = DeliverySimulation(lines: 40_000)
        simulation.concurrency = concurrency
        let run = simulation.run { $0.carries(10_000 + poison) ? .status(500) : .ok }
        #expect(run.lines(.unknown, .http(500)) == [10_000 + poison], "\(run.summary)")
        #expect(run.lines(.imported).count == 39_999)
        #expect(run.verdict(10_000 + poison).code == 500)
        #expect(run.requests.count <= 20 + 8 + 3 * 11 + 8, "\(run.summary)")
    }

    @Test(arguments: [0, 1_999, 777, 1_400], [1, 10])
    func `content that the service stumbles over is found in the last batch`(poison: Int, concurrency: Int) {
        var simulation = DeliverySimulation(lines: 2_000)
        simulation.concurrency = concurrency
        let run = simulation.run { $0.carries(poison) ? .status(500) : .ok }
        #expect(run.lines(.unknown, .http(500)) == [poison], "\(run.summary)")
        #expect(run.lines(.imported).count == 1_999)
        #expect(run.endedAt < .seconds(15 * 60), "\(run.summary)")
    }

    @Test func `a batch of which every fiftieth line breaks the service is not searched without end`() {
        let poisons = stride(from: 2_010, to: 4_000, by: 50)
        var simulation = DeliverySimulation(lines: 20_000)
        simulation.policy.maxAttempts = 2
        let run = simulation.run { $0.carries(any: poisons) ? .status(500) : .ok }
        #expect(run.lines(.imported).count { !(2_000..<4_000 ~= $0) } == 18_000, "\(run.summary)")
        #expect(run.lines(.unknown, .http(500)).count > 40, "\(run.summary)")
        #expect(run.requests.count <= 10 + 2 * 256 + 20, "\(run.summary)")
    }

    @Test(arguments: [1, 4])
    func `several lines that the service stumbles over are found`(concurrency: Int) {
        let poisons = [3, 1_000, 1_001, 2_500, 4_999]
        var simulation = DeliverySimulation(lines: 5_000)
        simulation.concurrency = concurrency
        let run = simulation.run { $0.carries(any: poisons) ? .status(500) : .ok }
        #expect(run.lines(.unknown, .http(500)) == poisons, "\(run.summary)")
        #expect(run.lines(.imported).count == 4_995)
    }

    @Test(arguments: 1...40)
    func `any few lines that the service stumbles over are found, and no outage is seen in them`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var simulation = DeliverySimulation(lines: Int.random(in: 500...3_000, using: &random))
        simulation.concurrency = Int.random(in: 1...10, using: &random)
        simulation.batchEvents = [500, 1_000, 2_000].randomElement(using: &random)!
        simulation.seed = seed
        let first = Int.random(in: 0..<simulation.lines, using: &random)
        let spread = [10, 200, simulation.lines].randomElement(using: &random)!
        let poisons = Set(
            (0..<Int.random(in: 1...5, using: &random)).map { _ in
                min(simulation.lines - 1, first + Int.random(in: 0..<spread, using: &random))
            }
        )
        let run = simulation.run { $0.carries(any: poisons) ? .status(500) : .ok }
        #expect(Set(run.lines(.unknown, .http(500))) == poisons, "seed \(seed), \(poisons): \(run.summary)")
        #expect(run.lines(.imported).count == simulation.lines - poisons.count)
    }

    @Test func `a line that the service certainly never gets is undelivered`() {
        var simulation = DeliverySimulation(lines: 6_000)
        simulation.concurrency = 2
        let run = simulation.run { $0.carries(2_345) ? .connectionLost(mayBeHeld: false) : .ok }
        #expect(run.lines(.undelivered, .connection) == [2_345], "\(run.summary)")
    }

    @Test func `a lost answer followed by refusals is not a rejection`() {
        let run = DeliverySimulation(lines: 2_000).run {
            guard $0.carries(600) else { return .ok }
            return $0.number == 0 ? .status(502, kept: .all) : .refused
        }
        #expect(run.lines(.unknown, .refused) == [600], "\(run.summary)")
        #expect(run.lines(.imported).count == 1_999)
    }

    @Test(arguments: [1, 10])
    func `a lost answer in the middle of a search is not forgotten`(concurrency: Int) {
        var lost = false
        var simulation = DeliverySimulation(lines: 2_000)
        simulation.concurrency = concurrency
        let run = simulation.run {
            guard $0.carries(600) else { return .ok }
            guard $0.lines.count < 300, !lost else { return .refused }
            lost = true
            return .connectionLost(.timeout, kept: .all)
        }
        #expect(run.lines(.unknown, .refused) == [600], "\(run.summary)")
    }

    @Test(arguments: [501, 505, 599, 600, 999])
    func `status codes that nobody knows have five attempts`(status: Int) {
        var simulation = DeliverySimulation(lines: 5_000)
        simulation.concurrency = 2
        let run = simulation.run { $0.batch == 0 ? .status(status) : .ok }
        #expect(run.requests.count { $0.batch == 0 } == 5, "\(run.summary)")
        #expect(run.lines(.unknown, .http(status)) == Array(0..<2_000), "\(run.summary)")
        #expect(run.lines(.imported).count == 3_000)
    }

    @Test func `without a limit of attempts a batch is never given up`() {
        var simulation = DeliverySimulation(lines: 10)
        simulation.policy.maxAttempts = nil
        simulation.policy.giveUpAfter = nil
        let run = simulation.run { $0.number < 100 ? .status(500) : .ok }
        #expect(run.lines(.imported).count == 10, "\(run.summary)")
        #expect(run.requests.allSatisfy { $0.lines.count == 10 })
    }
}
