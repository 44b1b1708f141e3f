import MixpanelImport
import Testing

/// 400 without a usable reason: halves are sent until the poison event is alone.
@Suite struct RefusalSearchTests {
    @Test(arguments: [0, 1, 999, 1_000, 1_234, 1_998, 1_999], [1, 4])
    func `one poison event in 2,000 costs at most 24 more requests`(poison: Int, concurrency: Int) {
        var simulation = DeliverySimulation(lines: 2_000)
        simulation.concurrency = concurrency
        let run = simulation.run { $0.carries(poison) ? .refused : .ok }
        #expect(run.lines(.rejected, .refused) == [poison], "\(run.summary)")
        #expect(run.lines(.imported).count == 1_999)
        #expect(run.requests.count <= 1 + 24, "\(run.summary)")
        let verdict = run.verdict(poison)
        #expect(verdict.by == .server)
        #expect(verdict.code == 400)
        #expect(verdict.message == "cannot be read")
    }

    @Test(arguments: [[0, 1_999], [0, 1], [999, 1_000], [512, 1_700]])
    func `two poison events cost at most 44 more requests and 4 to confirm`(poisons: [Int]) {
        let run = DeliverySimulation(lines: 2_000).run { $0.carries(any: poisons) ? .refused : .ok }
        #expect(run.lines(.rejected, .refused) == poisons, "\(run.summary)")
        #expect(run.requests.count <= 1 + 44 + 4, "\(run.summary)")
    }

    @Test func `ten poison events in a batch are all found`() {
        let poisons = Set((0..<10).map { $0 * 200 + 17 })
        let run = DeliverySimulation(lines: 2_000).run { $0.carries(any: poisons) ? .refused : .ok }
        #expect(Set(run.lines(.rejected, .refused)) == poisons, "\(run.summary)")
        #expect(run.lines(.imported).count == 1_990)
    }

    @Test func `a single refused event is asked about three times before it is rejected`() {
        var simulation = DeliverySimulation(lines: 2)
        simulation.batchEvents = 1
        let run = simulation.run { $0.carries(0) ? .refused : .ok }
        #expect(run.lines(.rejected, .refused) == [0], "\(run.summary)")
        #expect(run.requests.count == 4)
        let mishap = simulation.run { $0.carries(0) && $0.attempt < 3 ? .refused : .ok }
        #expect(mishap.lines(.imported) == [0, 1], "\(mishap.summary)")
    }

    @Test func `where nothing ever gets through a refusal proves nothing`() {
        let run = DeliverySimulation(lines: 1).run { _ in .refused }
        #expect(run.requests.count == 5)
        #expect(run.stopCause == .unexpectedResponses)
        #expect(run.lines(.unknown, .badAnswer) == [0], "\(run.summary)")
        let mishap = DeliverySimulation(lines: 1).run { $0.number < 4 ? .refused : .ok }
        #expect(mishap.lines(.imported) == [0], "\(mishap.summary)")
    }

    @Test func `an event that is refused before anything got through waits for what is under way`() {
        var simulation = DeliverySimulation(lines: 40)
        simulation.batchEvents = 10
        simulation.concurrency = 20
        simulation.latency = { $0.carries(3) ? .milliseconds(100) : .seconds(30) }
        let run = simulation.run { $0.carries(3) ? .refused : .ok }
        #expect(run.lines(.rejected, .refused) == [3], "\(run.summary)")
        #expect(run.lines(.imported).count == 39, "\(run.summary)")
    }

    /// As of a proxy that restarts.
    @Test(arguments: [1, 4], [1, 2, 5, 50])
    func `a server that refuses everything for a while rejects nothing`(concurrency: Int, events: Int) {
        for seed in 1...20 {
            var simulation = DeliverySimulation(lines: 200)
            simulation.batchEvents = events
            simulation.concurrency = concurrency
            simulation.seed = UInt64(seed)
            let run = simulation.run { .milliseconds(450)..<(.milliseconds(1_450)) ~= $0.sentAt ? .refused : .ok }
            #expect(run.lines(.imported).count == 200, "\(run.summary)")
        }
    }

    @Test func `a batch that is refused once by mistake is imported`() {
        let run = DeliverySimulation(lines: 2_000).run { $0.number == 0 ? .refused : .ok }
        #expect(run.lines(.imported).count == 2_000)
        #expect(run.requests.count == 3)
    }

    @Test func `identity events of a project that takes none are rejected at once and alone`() {
        let poisons = [700, 701]
        let message = "identity events are not allowed when project is using simplified identity management"
        let body = #"{"code":400,"failed_records":["\#(message)"],"num_records_imported":0,"status":"Bad Request"}"#
        let run = DeliverySimulation(lines: 2_000).run {
            $0.carries(any: poisons) ? SimulatedReply(status: 400, body: body) : .ok
        }
        #expect(run.lines(.rejected, .refused) == poisons, "\(run.summary)")
        #expect(run.lines(.imported).count == 1_998)
        #expect(run.requests.count <= 1 + 2 * 22)
        #expect(run.verdict(700).message == message)
        #expect(run.requests.allSatisfy { $0.attempt == 1 })
    }

    @Test(arguments: [1, 10])
    func `a batch that is always refused ends unknown within bounds, and the others are imported`(concurrency: Int) {
        var simulation = DeliverySimulation(lines: 5_000)
        simulation.concurrency = concurrency
        let run = simulation.run { $0.batch == 1 ? .refused : .ok }
        #expect(run.lines(.unknown, .badAnswer) == Array(2_000..<4_000), "\(run.summary)")
        #expect(run.lines(.imported).count == 3_000)
        #expect(run.requests.count <= 3 + 256 + concurrency, "\(run.summary)")
        #expect(run.stopCause == nil)
    }

    @Test(arguments: [1, 10])
    func `one hopeless batch in the midst of others does not end the run`(concurrency: Int) {
        var simulation = DeliverySimulation(lines: 15_000)
        simulation.batchEvents = 500
        simulation.concurrency = concurrency
        let run = simulation.run { $0.batch == 5 ? .refused : .ok }
        #expect(run.lines(.unknown, .badAnswer) == Array(2_500..<3_000), "\(run.summary)")
        #expect(run.lines(.imported).count == 14_500)
        #expect(run.stopCause == nil)
    }

    @Test(arguments: [1, 10])
    func `a service that refuses everything ends the run, and nothing is called rejected`(concurrency: Int) {
        var simulation = DeliverySimulation(lines: 30_000)
        simulation.concurrency = concurrency
        let run = simulation.run { _ in .refused }
        #expect(run.lines(.rejected).isEmpty, "\(run.summary)")
        #expect(run.lines(.imported).isEmpty)
        #expect(!run.lines(.unknown, .badAnswer).isEmpty)
        #expect(run.stopCause == .unexpectedResponses)
        #expect(run.requests.count <= 256 + 3 * concurrency, "\(run.summary)")
    }

    @Test func `a poison event is found although the service throttles in the middle of the search`() {
        var storms = 0
        var simulation = DeliverySimulation(lines: 2_000)
        simulation.policy.giveUpAfter = nil
        let run = simulation.run {
            guard $0.carries(1_500) else { return .ok }
            storms += 1
            return $0.lines.count < 2_000 && storms % 60 != 0 ? .tooMany : .refused
        }
        #expect(run.lines(.rejected, .refused) == [1_500], "\(run.summary)")
        #expect(run.lines(.imported).count == 1_999)
    }
}

/// Answers that contradict themselves prove nothing against an event.
@Suite struct UnbalancedJudgementTests {
    private static func records(_ records: String, imported: Int) -> SimulatedReply {
        SimulatedReply(
            status: 400,
            body: #"{"code":400,"failed_records":[\#(records)],"num_records_imported":\#(imported)}"#
        )
    }

    @Test(arguments: [
        #"{"index":-1}"#, #"{"index":2000}"#, #"{"index":99999}"#, #"{"index":1.5}"#, #"{"index":"0"}"#,
        #"{"index":null}"#, "{}", "7", "null", #"{"index":3,"insert_id":"another"}"#,
    ])
    func `records that cannot be believed lead to a search`(record: String) {
        let poison = 1_111
        let run = DeliverySimulation(lines: 2_000).run {
            $0.carries(poison) ? Self.records(record, imported: $0.lines.count - 1) : .ok
        }
        #expect(run.lines(.imported).count == 1_999, "\(run.summary)")
        #expect(run.verdict(poison).status != .imported)
        // Counts that are off are asked about once more.
        #expect(run.requests.count <= 26, "\(run.summary)")
    }

    @Test func `counts that do not add up lead to a search`() {
        let run = DeliverySimulation(lines: 2_000).run {
            guard $0.carries(5) else { return .ok }
            return Self.records(#"{"index":0},{"index":0}"#, imported: $0.lines.count - 2)
        }
        #expect(run.lines(.imported).count == 1_999, "\(run.summary)")
        #expect(run.verdict(5).status != .imported)
    }

    @Test func `what a 400 says was imported is not undelivered when the run stops`() {
        var simulation = DeliverySimulation(lines: 2_000)
        simulation.stopsAt = .milliseconds(50)
        let run = simulation.run { _ in
            SimulatedReply(
                status: 400,
                body: #"{"code":400,"failed_records":[{"index":0}],"num_records_imported":1990}"#,
                kept: .allBut(Set(0..<10))
            )
        }
        #expect(run.lines(.unknown, .stopped).count == 2_000, "\(run.summary)")
    }

    @Test func `a lone event that a 400 counts as imported is not rejected`() {
        let run = DeliverySimulation(lines: 2_000).run {
            guard $0.carries(9) else { return .ok }
            return SimulatedReply(
                status: 400,
                body: #"{"code":400,"failed_records":[],"num_records_imported":#}"#,
                kept: .all
            )
        }
        #expect(run.lines(.unknown) == [9], "\(run.summary)")
    }
}
