import MixpanelImport
import Testing

/// A stop while requests are under way: every line ends with what is known of it.
@Suite struct StopTests {
    /// Three batches of one request each are sent at once; the run is stopped before they are answered.
    private static func run(_ service: @escaping (SimulatedRequest) -> SimulatedReply) -> SimulatedRun {
        var simulation = DeliverySimulation(lines: 100)
        simulation.batchEvents = 10
        simulation.concurrency = 3
        simulation.stopsAt = .milliseconds(50)
        return simulation.run(service)
    }

    private static let known: [(String, SimulatedReply, Verdict.Status, Reason?, Int?)] = [
        ("taken", .ok, .imported, nil, nil),
        ("refused", .refused, .undelivered, .stopped, 400),
        ("throttled", .tooMany, .undelivered, .stopped, 429),
        ("too large", .tooLarge(limit: nil), .undelivered, .stopped, 413),
        ("too large, with a limit", .tooLarge(limit: 100), .undelivered, .stopped, 413),
        ("refused credentials", .status(401), .undelivered, .stopped, 401),
        ("not the service", .status(404), .undelivered, .stopped, 404),
        ("no connection", .connectionLost(mayBeHeld: false), .undelivered, .stopped, nil),
        ("connection lost", .connectionLost(mayBeHeld: true, kept: .all), .unknown, .stopped, nil),
        ("server error", .status(500), .unknown, .stopped, 500),
        ("gateway error, kept", .status(502, kept: .all), .unknown, .stopped, 502),
        ("unavailable, kept", .status(503, kept: .all), .unknown, .stopped, 503),
        ("time-out of the server", .status(408), .unknown, .stopped, 408),
        ("miscounted", .imported("9", kept: .allBut([3])), .unknown, .stopped, 200),
        ("senseless", SimulatedReply(status: 200, body: "1"), .unknown, .stopped, 200),
        ("abandoned", .abandoned(kept: .all), .unknown, .stopped, nil),
    ]

    @Test func `what an answer after the stop proves is what the lines become`() {
        for (name, reply, status, reason, code) in Self.known {
            let run = Self.run { _ in reply }
            #expect(run.requests.count == 3, "\(name)")
            #expect(run.lines(status, reason).filter { $0 < 30 } == Array(0..<30), "\(name): \(run.summary)")
            if reason != nil { #expect(run.verdict(29).code == code, "\(name)") }
            #expect(run.lines(.undelivered, .stopped).suffix(70) == Array(30..<100)[...], "\(name): \(run.summary)")
            #expect(run.verdict(30).code == nil)
            #expect(run.verdict(30).attempts == 0)
        }
    }

    @Test func `judgements after the stop stand`() {
        let run = Self.run { .judged([2, 7], of: $0) }
        #expect(run.lines(.rejected, .validation) == [2, 7, 12, 17, 22, 27])
        #expect(run.lines(.imported).count == 24)
    }

    @Test func `what waits for another attempt keeps what was known`() {
        for (name, reply, status, reason, code) in Self.known where reason != nil && reply.status != 401 {
            guard reply.status != 404, !reply.isAbandoned else { continue }
            var simulation = DeliverySimulation(lines: 10)
            simulation.stopsAt = .milliseconds(101)
            // The part or the whole that is under way at the stop is answered with what says nothing new.
            let run = simulation.run { $0.number == 0 ? reply : .tooMany }
            let expected = run.requests.count == 1 ? code : 429
            #expect(run.lines(status, .stopped).count == 10, "\(name): \(run.summary)")
            #expect(run.verdict(0).code == expected, "\(name): \(run.summary)")
        }
    }

    @Test(arguments: [401, 403])
    func `refused credentials end the run at once`(status: Int) {
        let first = DeliverySimulation(lines: 10_000).run { _ in .status(status) }
        #expect(first.requests.count == 1)
        #expect(first.stopCause == .credentials(status: status))
        #expect(first.lines(.undelivered, .stopped).count == 10_000)
        #expect(first.verdict(0).code == status)

        var simulation = DeliverySimulation(lines: 1_000)
        simulation.batchEvents = 10
        simulation.concurrency = 4
        simulation.latency = { .milliseconds(100 + $0.number % 4) }
        let middle = simulation.run { $0.number == 9 ? .status(status) : .ok }
        #expect(middle.requests.count <= 14, "\(middle.summary)")
        #expect(middle.lines(.imported).count == (middle.requests.count - 1) * 10)
    }

    @Test(arguments: [301, 302, 307, 308, 402, 404, 405, 407, 411, 415, 418, 431, 451, 305])
    func `an answer that is not the service's ends the run at once`(status: Int) {
        let run = DeliverySimulation(lines: 10_000).run { _ in .status(status) }
        #expect(run.requests.count == 1)
        #expect(run.stopCause == .notTheService(status: status))
        #expect(run.lines(.undelivered, .stopped).count == 10_000, "\(run.summary)")
    }

    @Test func `a single event's last word counts after the stop too`() {
        var simulation = DeliverySimulation(lines: 1)
        simulation.stopsAt = .milliseconds(250)
        let large = simulation.run { _ in .tooLarge(limit: nil) }
        #expect(large.lines(.rejected, .tooLarge) == [0], "\(large.summary)")
        simulation.lines = 2
        simulation.policy.delay = .milliseconds(1)
        simulation.stopsAt = .milliseconds(450)
        let refused = simulation.run { $0.carries(1) ? .refused : .ok }
        #expect(refused.requests.count == 5)
        #expect(refused.lines(.rejected, .refused) == [1], "\(refused.summary)")
    }

    @Test func `what an earlier run may have sent is neither undelivered nor refused`() {
        var simulation = DeliverySimulation(lines: 10)
        simulation.mayBeHeld = true
        let refused = simulation.run { $0.carries(4) ? .refused : .ok }
        #expect(refused.lines(.unknown, .refused) == [4], "\(refused.summary)")
        let judged = simulation.run { .judged([4], of: $0) }
        #expect(judged.lines(.rejected, .validation) == [4], "\(judged.summary)")
        let credentials = simulation.run { _ in .status(401) }
        #expect(credentials.lines(.unknown, .stopped).count == 10, "\(credentials.summary)")
        simulation.batchEvents = 1
        simulation.stopsAt = .milliseconds(50)
        let stopped = simulation.run { _ in .ok }
        #expect(stopped.lines(.undelivered).isEmpty, "\(stopped.summary)")
    }

    @Test func `a batch that comes after the stop is undelivered`() {
        var simulation = DeliverySimulation(lines: 100_000)
        simulation.batchEvents = 1_000
        simulation.concurrency = 2
        simulation.stopsAt = .seconds(1)
        let run = simulation.run { _ in .ok }
        #expect(run.requests.count == 20, "\(run.summary)")
        #expect(run.stopCause == .requested)
        #expect(run.lines(.undelivered, .stopped) == Array(20_000..<100_000))
    }
}
