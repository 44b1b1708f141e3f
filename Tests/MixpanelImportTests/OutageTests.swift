import MixpanelImport
import Testing

/// Nothing gets through at all.
@Suite struct OutageTests {
    private static func simulation(concurrency: Int, giveUpAfter: Duration?) -> DeliverySimulation {
        var simulation = DeliverySimulation(lines: 50_000)
        simulation.batchEvents = 100
        simulation.concurrency = concurrency
        simulation.policy.giveUpAfter = giveUpAfter
        return simulation
    }

    private static let isDown = Duration.seconds(3)..<(.seconds(31 * 60))

    @Test(arguments: [1, 10])
    func `an outage is said once, probed one by one, and survived`(concurrency: Int) throws {
        for seed in 1...5 {
            var simulation = Self.simulation(concurrency: concurrency, giveUpAfter: .seconds(60 * 60))
            simulation.seed = UInt64(seed)
            let run = simulation.run { Self.isDown ~= $0.sentAt ? .connectionLost(mayBeHeld: false) : .ok }
            #expect(run.lines(.imported).count == 50_000, "\(run.summary)")
            try #require(run.notices.count == 2, "\(run.notices)")
            #expect(run.notices[0].notice == .outageBegan(.connection, message: "no answer"))
            guard case .outageEnded(let duration) = run.notices[1].notice else {
                Issue.record("\(run.notices[1].notice)")
                continue
            }
            #expect(Duration.seconds(27 * 60)...(.seconds(33 * 60)) ~= duration)

            let declared = run.notices[0].at
            let probes = run.requests.filter { declared < $0.sentAt && Self.isDown ~= $0.sentAt }
            #expect(zip(probes, probes.dropFirst()).allSatisfy { $1.sentAt >= $0.answeredAt })
            let settled = probes.filter { $0.sentAt > .seconds(6 * 60) }
            #expect(50...200 ~= settled.count, "\(settled.count) probes in 25 minutes")
            for minute in 6..<30 {
                let window = Duration.seconds(minute * 60)..<(.seconds(minute * 60 + 60))
                let count = settled.count { window ~= $0.sentAt }
                #expect(count <= 20, "\(count) probes in minute \(minute)")
            }
            let back = try #require(run.requests.first { $0.sentAt >= Self.isDown.upperBound })
            #expect(back.sentAt < Self.isDown.upperBound + .seconds(31))
        }
    }

    @Test func `all that waits goes out as soon as the first request gets through`() throws {
        for seed in 1...5 {
            var simulation = Self.simulation(concurrency: 10, giveUpAfter: nil)
            simulation.lines = 1_200
            simulation.seed = UInt64(seed)
            let run = simulation.run { $0.sentAt < .seconds(1_800) ? .connectionLost(mayBeHeld: false) : .ok }
            let back = try #require(run.notices.last).at
            #expect(run.lines(.imported).count == 1_200, "\(run.summary)")
            #expect(run.endedAt - back < .seconds(5), "\(run.endedAt - back) after the end of the outage")
        }
    }

    @Test func `few requests are made before an outage is declared`() throws {
        let run = Self.simulation(concurrency: 10, giveUpAfter: .seconds(900)).run { _ in .status(502) }
        let declared = try #require(run.notices.first).at
        #expect(run.requests.count { $0.sentAt <= declared } <= 10 * 8, "\(run.summary)")
        #expect(declared < .seconds(100), "\(declared)")
    }

    @Test(arguments: [Duration.seconds(900), .seconds(20), .seconds(7_200)], [1, 10])
    func `the run ends when patience does`(patience: Duration, concurrency: Int) {
        let run = Self.simulation(concurrency: concurrency, giveUpAfter: patience).run { _ in
            .connectionLost(mayBeHeld: false)
        }
        #expect(run.stopCause == .outage)
        #expect(patience * 0.9...(patience * 1.1) ~= run.endedAt, "\(run.summary)")
        #expect(run.lines(.undelivered, .stopped).count == 50_000, "\(run.summary)")
        #expect(run.verdict(0).message == "no answer")
    }

    @Test func `patience begins anew with every success`() {
        var simulation = Self.simulation(concurrency: 4, giveUpAfter: .seconds(60))
        simulation.lines = 1_000
        // Ten seconds up, forty down.
        let run = simulation.run { $0.sentAt.components.seconds % 50 < 10 ? .ok : .status(504) }
        #expect(run.lines(.imported).count == 1_000, "\(run.summary)")
    }

    @Test func `what was sent is unknown, what never was is undelivered`() {
        let run = Self.simulation(concurrency: 10, giveUpAfter: .seconds(900)).run { _ in .status(500) }
        let sent = Set(run.requests.flatMap(\.lines))
        #expect(Set(run.lines(.unknown, .stopped)) == sent, "\(run.summary)")
        #expect(run.lines(.undelivered, .stopped).count == 50_000 - sent.count)
        #expect(sent.count <= 12 * 100)
        #expect(run.verdict(0).code == 500)
    }

    @Test(arguments: [8, nil])
    func `without a limit of patience the run goes on, at a bounded rate`(maxAttempts: Int?) {
        var simulation = Self.simulation(concurrency: 10, giveUpAfter: nil)
        simulation.policy.maxAttempts = maxAttempts
        simulation.limit = .seconds(10 * 3_600)
        let run = simulation.run { _ in .status(500) }
        #expect(!run.isFinished)
        #expect(run.notices.map(\.notice) == [.outageBegan(.http(500), message: "the gateway's words")])
        #expect(run.requests.count < 10 * 60 * 20, "\(run.requests.count) requests in 10 hours")
    }

    @Test func `a poison event is still found after a long outage`() {
        var simulation = DeliverySimulation(lines: 2_000)
        simulation.policy.giveUpAfter = nil
        let run = simulation.run {
            if $0.sentAt < .seconds(4 * 3_600) { return .connectionLost(mayBeHeld: false) }
            return $0.carries(1_777) ? .refused : .ok
        }
        #expect(run.lines(.rejected, .refused) == [1_777], "\(run.summary)")
        #expect(run.lines(.imported).count == 1_999)
    }

    @Test func `a machine that slept does not make a run give up`() {
        var simulation = Self.simulation(concurrency: 1, giveUpAfter: .seconds(900))
        simulation.lines = 300
        // The second request is answered two hours later, after a suspend.
        simulation.latency = { $0.number == 1 ? .seconds(7_200) : .milliseconds(100) }
        simulation.suspension = .seconds(1)..<(.seconds(7_200))
        let run = simulation.run { $0.number == 1 ? .connectionLost() : .ok }
        #expect(run.lines(.imported).count == 300, "\(run.summary)")
    }
}
