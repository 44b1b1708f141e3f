import MixpanelImport
import Testing

/// 400 with records that can be believed: a verdict for every event of the request.
@Suite struct JudgedEventsTests {
    @Test func `records speak of lines of the input, whatever was cut before`() {
        let bad: Set = [2_003, 2_500, 3_999, 4_000]
        let run = DeliverySimulation(lines: 5_000).run { request in
            // The second batch is too large, so that its records come for halves.
            if request.batch == 1, request.lines.count == 2_000 { return .tooLarge(limit: nil) }
            let indices = request.lines.filter(bad.contains).map { $0 - request.lines.lowerBound }
            return indices.isEmpty ? .ok : .judged(indices, of: request)
        }
        #expect(Set(run.lines(.rejected, .validation)) == bad, "\(run.summary)")
        #expect(run.lines(.imported).count == 4_996)
        #expect(run.verdict(2_003).field == "f3")
        #expect(run.verdict(3_999).field == "f999")
        #expect(run.verdict(3_999).message == "m999")
        #expect(run.verdict(4_000).field == "f0")
        #expect(run.verdict(2_500).by == .server)
        #expect(run.verdict(2_500).code == 400)
        #expect(run.requests.count == 5)
    }

    @Test func `every event of a batch may be rejected`() {
        let run = DeliverySimulation(lines: 2_000).run { .judged(Array(0..<$0.lines.count), of: $0) }
        #expect(run.lines(.rejected, .validation).count == 2_000)
        #expect(run.requests.count == 1)
    }

    @Test func `random judgements reach the lines that they speak of`() {
        for seed in 1...20 {
            var random = SeededRandom(seed: UInt64(seed))
            var simulation = DeliverySimulation(lines: 700)
            simulation.batchEvents = Int.random(in: 1...300, using: &random)
            simulation.concurrency = Int.random(in: 1...5, using: &random)
            simulation.seed = UInt64(seed)
            let bad = Set((0..<700).filter { _ in Bool.random(using: &random) })
            let run = simulation.run { request in
                let indices = request.lines.filter(bad.contains).map { $0 - request.lines.lowerBound }
                return indices.isEmpty ? .ok : .judged(indices.shuffled(), of: request)
            }
            #expect(Set(run.lines(.rejected, .validation)) == bad, "seed \(seed)")
            #expect(run.lines(.imported).count == 700 - bad.count)
        }
    }

    @Test func `a 200 with records that balance is a verdict too`() {
        let body = #"{"code":200,"failed_records":[{"index":1,"message":"no"}],"num_records_imported":2,"status":"OK"}"#
        let run = DeliverySimulation(lines: 3).run { _ in SimulatedReply(status: 200, body: body, kept: .allBut([1])) }
        #expect(run.lines(.rejected, .validation) == [1])
        #expect(run.lines(.imported) == [0, 2])
    }

    @Test func `a judgement counts although the answer before it was lost`() {
        let run = DeliverySimulation(lines: 2_000).run { $0.number == 0 ? .status(502) : .judged([12], of: $0) }
        #expect(run.lines(.rejected, .validation) == [12], "\(run.summary)")
    }
}
