import MixpanelImport
import Testing

/// Random services, judged by the laws only: what a run claims is true, and it ends.
@Suite struct RandomDeliveryTests {
    /// Draws what the service is like; the same seed is the same service.
    private struct Service {
        private var random: SeededRandom
        private let faults: Double
        private let stumbles: Set<Int>
        private let misses: Set<Int>
        private let refuses: Set<Int>
        private let judges: Set<Int>
        private let limit: Int?

        init(lines: Int, random: inout SeededRandom) {
            func some(_ share: Double) -> Set<Int> {
                guard Bool.random(using: &random) else { return [] }
                return Set((0..<lines).filter { _ in Double.random(in: 0...1, using: &random) < share })
            }
            faults = [0, 0.05, 0.3, 0.6].randomElement(using: &random)!
            stumbles = some(0.002)
            misses = some(0.005)
            refuses = some(0.005)
            judges = some(0.1)
            limit = Bool.random(using: &random) ? Int.random(in: 200...20_000, using: &random) : nil
            self.random = SeededRandom(seed: random.next())
        }

        mutating func reply(_ request: SimulatedRequest) -> SimulatedReply {
            if Double.random(in: 0...1, using: &random) < faults { return mishap(request) }
            if let limit, request.bytes > limit { return .tooLarge(limit: Bool.random(using: &random) ? limit : nil) }
            if request.carries(any: stumbles) { return .status(500, kept: kept()) }
            if request.carries(any: refuses) { return .refused }
            if request.carries(any: misses) {
                let missing = request.lines.count { misses.contains($0) || judges.contains($0) }
                return .imported("\(request.lines.count - missing)", kept: .allBut(misses.union(judges)))
            }
            let indices = request.lines.filter(judges.contains).map { $0 - request.lines.lowerBound }
            return indices.isEmpty ? .ok : .judged(indices, of: request)
        }

        /// What a request that ends badly leaves behind: never an event that the service does not take.
        private mutating func kept() -> SimulatedReply.Kept {
            Bool.random(using: &random) ? .allBut(misses.union(refuses).union(judges)) : .none
        }

        private mutating func mishap(_ request: SimulatedRequest) -> SimulatedReply {
            let kept = kept()
            return [
                .status(500, kept: kept), .status(502, kept: kept), .status(503, kept: kept), .tooMany,
                .throttled(retryAfter: .seconds(30)), .connectionLost(kept: kept), .connectionLost(mayBeHeld: false),
                .connectionLost(.timeout, kept: kept), SimulatedReply(status: 200, body: "<html>", kept: kept),
                SimulatedReply(status: 202, kept: kept), .refused, .status(501, kept: kept),
            ].randomElement(using: &random)!
        }
    }

    @Test(arguments: 1...300)
    func `whatever the service does, every line gets one true verdict`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var simulation = DeliverySimulation(lines: Int.random(in: 1...1_500, using: &random))
        simulation.seed = random.next()
        simulation.batchEvents = Int.random(in: 1...400, using: &random)
        simulation.concurrency = Int.random(in: 1...12, using: &random)
        let attempts = Int.random(in: 0...8, using: &random)
        simulation.policy.maxAttempts = attempts == 0 ? nil : attempts
        simulation.policy.giveUpAfter = .seconds(Int.random(in: 60...3_600, using: &random))
        if Int.random(in: 0...2, using: &random) == 0 {
            simulation.stopsAt = .milliseconds(Int.random(in: 0...60_000, using: &random))
        }
        var latencies = SeededRandom(seed: random.next())
        simulation.latency = { _ in .milliseconds(Int.random(in: 10...2_000, using: &latencies)) }
        var service = Service(lines: simulation.lines, random: &random)
        let run = simulation.run { service.reply($0) }
        #expect(run.isFinished, "seed \(seed): \(run.summary)")
    }
}
