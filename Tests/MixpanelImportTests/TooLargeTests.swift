import MixpanelImport
import Testing

/// 413: halves by bytes, and a limit that is remembered.
@Suite struct TooLargeTests {
    private static let large = String(repeating: "x", count: 2_000)

    private static func simulation(lines: Int) -> DeliverySimulation {
        var simulation = DeliverySimulation(lines: lines)
        simulation.text = { #"{"event":"e","properties":{"$insert_id":"\#($0)","x":"\#(large)"}}"# }
        return simulation
    }

    @Test func `a limit that the service names holds for all later batches`() {
        let limit = 2_097_152
        let run = Self.simulation(lines: 10_000).run { $0.bytes > limit ? .tooLarge(limit: limit) : .ok }
        #expect(run.lines(.imported).count == 10_000, "\(run.summary)")
        #expect(run.answers(413).count <= 2, "\(run.summary)")
        #expect(run.notices.map(\.notice) == [.learnedBodyLimit(limit)])
    }

    @Test func `without a named limit batches are halved until they fit`() {
        let run = Self.simulation(lines: 4_000).run { $0.bytes > 600_000 ? .tooLarge(limit: nil) : .ok }
        #expect(run.lines(.imported).count == 4_000, "\(run.summary)")
        #expect(run.requests.count <= 2 * (8 + 7), "\(run.summary)")
        #expect(run.notices.isEmpty)
    }

    @Test(arguments: [1, 10])
    func `a limit that is not named is not found anew for every batch`(concurrency: Int) {
        var simulation = Self.simulation(lines: 400_000)
        simulation.concurrency = concurrency
        let run = simulation.run { $0.bytes > 2_500_000 ? .tooLarge(limit: nil) : .ok }
        #expect(run.lines(.imported).count == 400_000, "\(run.summary)")
        #expect(run.answers(413).count <= concurrency + 2 * 200 / 10, "\(run.summary)")
        #expect(run.requests.count <= 2 * 200 + concurrency + 2 * 200 / 10, "\(run.summary)")
    }

    @Test(arguments: [1, 3]) func `small bodies that are too large by mishap do not make all of them small`(
        mishaps: Int
    ) {
        var simulation = DeliverySimulation(lines: 20_000)
        simulation.batchEvents = 2
        var answered = 0
        simulation.text = { #"{"event":"e","properties":{"$insert_id":"\#($0)"}}"# }
        let run = simulation.run { request in
            defer { answered += 1 }
            return request.lines.count > 1 && answered < 2 * mishaps ? .tooLarge(limit: nil) : .ok
        }
        #expect(run.lines(.imported).count == 20_000, "\(run.summary)")
        #expect(run.requests.count <= 10_000 + 400, "\(run.summary)")
    }

    @Test func `what the server has taken since is not too large`() {
        var simulation = Self.simulation(lines: 100_000)
        simulation.concurrency = 10
        var first = true
        let run = simulation.run { _ in
            defer { first = false }
            return first ? .tooLarge(limit: nil) : .ok
        }
        #expect(run.lines(.imported).count == 100_000, "\(run.summary)")
        #expect(run.requests.count <= 50 + 10, "\(run.summary)")
    }

    @Test func `halves have about as many bytes, not events`() {
        var simulation = DeliverySimulation(lines: 1_000)
        simulation.text = {
            let padding = $0 < 10 ? String(repeating: "x", count: 100_000) : ""
            return #"{"event":"e","properties":{"$insert_id":"\#($0)","x":"\#(padding)"}}"#
        }
        let run = simulation.run { $0.bytes > 650_000 ? .tooLarge(limit: nil) : .ok }
        #expect(run.requests.count == 3, "\(run.summary)")
        #expect(run.requests.dropFirst().allSatisfy { $0.bytes > 400_000 })
    }

    @Test func `a single event that is too large is rejected, its neighbours are not`() {
        var simulation = DeliverySimulation(lines: 2_000)
        simulation.text = {
            let padding = $0 == 700 ? Self.large : ""
            return #"{"event":"e","properties":{"$insert_id":"\#($0)","x":"\#(padding)"}}"#
        }
        let run = simulation.run { $0.carries(700) ? .tooLarge(limit: nil) : .ok }
        #expect(run.requests.count { $0.lines == 700..<701 } == 2)
        #expect(run.lines(.rejected, .tooLarge) == [700], "\(run.summary)")
        #expect(run.lines(.imported).count == 1_999)
        #expect(run.verdict(700).code == 413)
        #expect(run.stopCause == nil)
    }

    @Test func `a single event that is too large after a lost answer is unknown`() {
        let run = DeliverySimulation(lines: 1).run { $0.number == 0 ? .status(502) : .tooLarge(limit: nil) }
        #expect(run.lines(.unknown, .tooLarge) == [0], "\(run.summary)")
    }

    @Test(arguments: [[400, 413], [413, 400, 400]])
    func `refusals of two kinds do not add up to a verdict`(statuses: [Int]) {
        let run = DeliverySimulation(lines: 1).run { request in
            guard request.number < statuses.count else { return .ok }
            return statuses[request.number] == 413 ? .tooLarge(limit: nil) : .refused
        }
        #expect(run.lines(.imported) == [0], "\(run.summary)")
    }

    @Test(arguments: [1, 10])
    func `fifty single events in a row that are all too large end the run`(concurrency: Int) {
        var simulation = DeliverySimulation(lines: 5_000)
        simulation.concurrency = concurrency
        let run = simulation.run { _ in .tooLarge(limit: nil) }
        #expect(run.stopCause == .everythingTooLarge)
        let rejected = run.lines(.rejected, .tooLarge).count
        #expect(50..<(50 + concurrency) ~= rejected, "\(run.summary)")
        #expect(run.lines(.undelivered, .stopped).count == 5_000 - rejected)
        #expect(run.requests.count <= 3 * 50 + 60 + 12 * concurrency, "\(run.summary)")
    }

    @Test func `an event that fits in between starts the count of fifty anew`() {
        var simulation = DeliverySimulation(lines: 200)
        simulation.batchEvents = 1
        let run = simulation.run { $0.lines.lowerBound % 40 == 39 ? .ok : .tooLarge(limit: nil) }
        #expect(run.stopCause == nil)
        #expect(run.lines(.imported).count == 5, "\(run.summary)")
    }

    @Test func `parts of a batch that was cut for its size are searched like any batch`() {
        var simulation = Self.simulation(lines: 2_000)
        simulation.bodyLimit = 9_500_000
        let run = simulation.run {
            if $0.bytes > 8_192 { return .tooLarge(limit: 8_192) }
            return $0.carries(1_999) ? .refused : .ok
        }
        #expect(run.lines(.rejected, .refused) == [1_999], "\(run.summary)")
        #expect(run.lines(.imported).count == 1_999)
    }

    @Test func `parts of a batch that was cut for its size have a batch's attempts`() {
        var simulation = Self.simulation(lines: 1_000)
        simulation.batchEvents = 1_000
        simulation.bodyLimit = 1_100_000
        var failures = 0
        let run = simulation.run {
            guard $0.carries(999), failures < 7 else { return .ok }
            failures += 1
            return .status(502)
        }
        #expect(run.lines(.imported).count == 1_000, "\(run.summary)")
        #expect(run.requests.count == 2 + 7, "\(run.summary)")
    }
}
