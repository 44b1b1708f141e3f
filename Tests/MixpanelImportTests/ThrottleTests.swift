import MixpanelImport
import Testing

/// 429: one pause for all, probes one by one, fewer requests afterwards.
@Suite struct ThrottleTests {
    @Test(arguments: [Duration.seconds(2), .milliseconds(20)])
    func `pauses double up to thirty times the delay, each with its jitter`(delay: Duration) {
        var jitters: [Double] = []
        for seed in 1...30 {
            var simulation = DeliverySimulation(lines: 10)
            simulation.policy.delay = delay
            simulation.seed = UInt64(seed)
            let run = simulation.run { $0.number < 8 ? .tooMany : .ok }
            #expect(run.requests.count == 9)
            for (gap, doubled) in zip(run.gaps, [1.0, 2, 4, 8, 16, 30, 30, 30]) {
                jitters.append(gap / delay - doubled)
            }
        }
        #expect(jitters.allSatisfy { 0.499...2.501 ~= $0 }, "\(jitters.min()!) to \(jitters.max()!)")
        #expect(jitters.min()! < 0.7 && jitters.max()! > 2.3)
        #expect(Set(jitters.map { ($0 * 10).rounded() }).count > 10)
    }

    @Test func `a storm over ten requests costs one probe a pause`() {
        for seed in 1...10 {
            var simulation = DeliverySimulation(lines: 12_000)
            simulation.batchEvents = 100
            simulation.concurrency = 10
            simulation.seed = UInt64(seed)
            simulation.latency = { .milliseconds(100 + $0.number % 10 * 90) }
            let run = simulation.run { $0.sentAt < .seconds(60) ? .tooMany : .ok }
            #expect(run.lines(.imported).count == 12_000, "\(run.summary)")
            let probes = run.answers(429).dropFirst(10)
            #expect(probes.count <= 5, "\(run.summary)")
            for (index, probe) in probes.enumerated() {
                #expect(!run.requests.contains { $0.number != probe.number && $0.isUnderway(at: probe.sentAt) })
                let wait = probe.sentAt - (index == 0 ? .zero : probes[probes.startIndex + index - 1].answeredAt)
                #expect(wait >= .seconds(2) * (1 << index), "probe \(index) after \(wait)")
            }
        }
    }

    @Test func `answers from before the pause neither prolong nor end it`() throws {
        for seed in 1...10 {
            var simulation = DeliverySimulation(lines: 40)
            simulation.batchEvents = 1
            simulation.concurrency = 10
            simulation.seed = UInt64(seed)
            simulation.latency = { .milliseconds(100 + $0.number * 100) }
            let run = simulation.run { $0.number == 0 || $0.number == 5 ? .tooMany : .ok }
            try #require(run.requests.count > 11)
            let probe = run.requests[10]
            #expect(Duration.milliseconds(3_100)...(.milliseconds(7_100)) ~= probe.sentAt, "\(probe.sentAt)")
            #expect(run.requests[11].sentAt >= probe.answeredAt)
        }
    }

    @Test func `half as many requests follow, and one more after each clean round`() throws {
        var simulation = DeliverySimulation(lines: 400)
        simulation.batchEvents = 1
        simulation.concurrency = 8
        let run = simulation.run { $0.number < 8 ? .tooMany : .ok }
        try #require(run.requests.count > 8)
        let first = run.requests[8].answeredAt
        let levels = run.requests.dropFirst(9).map { request in
            (underway: run.requests.count { $0.isUnderway(at: request.sentAt) }, at: request.sentAt)
        }
        for level in 5...8 {
            let reached = try #require(levels.first { $0.underway == level }?.at, "never \(level) at a time")
            let successes = run.answers(200).count { $0.answeredAt <= reached }
            let rounds = (4..<level).reduce(0, +)
            #expect(rounds...(rounds + 2 * level) ~= successes, "\(level) at a time after \(successes) successes")
        }
        #expect(levels.filter { $0.at == first }.map(\.underway).max() == 4)
    }

    @Test(arguments: [(Reason.timeout, true, 4), (.timeout, false, 8), (.connection, true, 8)])
    func `requests that run out of time together halve those that follow, once`(
        reason: Reason,
        mayBeHeld: Bool,
        expected: Int
    ) {
        var simulation = DeliverySimulation(lines: 400)
        simulation.batchEvents = 1
        simulation.concurrency = 8
        // Longer than what failed waits before it goes again.
        simulation.latency = { _ in .seconds(2) }
        let run = simulation.run { $0.number < 8 ? .connectionLost(reason, mayBeHeld: mayBeHeld) : .ok }
        let firstAnswer = run.answers(200).map(\.answeredAt).min() ?? .zero
        #expect(run.requests.dropFirst(8).count { $0.sentAt < firstAnswer } == expected, "\(run.summary)")
        #expect(run.requests.suffix(40).contains { last in run.requests.count { $0.isUnderway(at: last.sentAt) } == 8 })
    }

    @Test func `a service that goes on throttling is asked by one request at a time`() {
        var simulation = DeliverySimulation(lines: 3_000)
        simulation.batchEvents = 1
        simulation.concurrency = 16
        // Takes one request at a time.
        var busyUntil = Duration.zero
        let run = simulation.run {
            guard $0.sentAt >= busyUntil else { return .tooMany }
            busyUntil = $0.answeredAt
            return .ok
        }
        #expect(run.lines(.imported).count == 3_000, "\(run.summary)")
        #expect(run.answers(429).count < 600, "\(run.summary)")
    }

    @Test func `throttles use up no attempts`() {
        var simulation = DeliverySimulation(lines: 10)
        simulation.policy.maxAttempts = 2
        simulation.policy.giveUpAfter = nil
        let run = simulation.run { $0.number < 40 ? .tooMany : .ok }
        #expect(run.lines(.imported).count == 10, "\(run.summary)")
        #expect(run.verdict(0).attempts == 41)
    }

    @Test func `throttles leave the attempts for other failures as they were`() {
        var simulation = DeliverySimulation(lines: 10)
        simulation.policy.maxAttempts = 3
        let run = simulation.run { $0.number < 4 ? .tooMany : $0.number < 6 ? .status(500) : .ok }
        #expect(run.requests.count == 7, "\(run.summary)")
        #expect(run.lines(.imported).count == 10)
    }

    @Test(arguments: [429, 503])
    func `a storm without end stops the run in time`(status: Int) {
        for concurrency in [1, 10] {
            var simulation = DeliverySimulation(lines: 4_000)
            simulation.batchEvents = 200
            simulation.concurrency = concurrency
            let run = simulation.run { _ in .status(status) }
            #expect(run.stopCause == .outage)
            #expect(Duration.seconds(810)...(.seconds(990)) ~= run.endedAt, "\(run.summary)")
            let sent = 200 * concurrency
            if status == 429 {
                #expect(run.lines(.undelivered, .stopped).count == 4_000, "\(run.summary)")
            } else {
                #expect(run.lines(.unknown, .stopped).count == sent, "\(run.summary)")
                #expect(run.lines(.undelivered, .stopped).count == 4_000 - sent)
            }
            #expect(run.verdict(0).code == status)
        }
    }

    @Test func `bytes of a throttled batch are sent again as they were`() {
        let run = DeliverySimulation(lines: 5_000).run { $0.number == 1 || $0.number == 2 ? .tooMany : .ok }
        #expect(run.requests.map(\.lines) == [0..<2_000, 2_000..<4_000, 2_000..<4_000, 2_000..<4_000, 4_000..<5_000])
    }
}

@Suite struct RetryAfterWaitTests {
    @Test func `a wait that the service asks for is never cut short`() {
        for seed in 1...10 {
            var simulation = DeliverySimulation(lines: 10)
            simulation.seed = UInt64(seed)
            let run = simulation.run { $0.number == 0 ? .throttled(retryAfter: .seconds(120)) : .ok }
            #expect(run.gaps == [.seconds(120)])
        }
    }

    @Test func `a wait that the service asks for does not shorten the computed one`() {
        let run = DeliverySimulation(lines: 10).run { $0.number < 5 ? .throttled(retryAfter: .seconds(1)) : .ok }
        for (gap, doubled) in zip(run.gaps, [2, 4, 8, 16, 32]) { #expect(gap >= .seconds(doubled + 1)) }
    }

    @Test(arguments: [429, 503])
    func `a wait that cannot be believed is said once and not followed`(status: Int) {
        let run = DeliverySimulation(lines: 10).run { $0.number < 3 ? .throttled(status, retryAfter: .zero) : .ok }
        #expect(run.notices.map(\.notice) == [.ignoredRetryAfter])
        for (gap, doubled) in zip(run.gaps, [2, 4, 8]) {
            #expect(Duration.seconds(doubled + 1)...(.seconds(doubled + 5)) ~= gap)
        }
    }

    @Test func `the longest wait of ten answers counts`() throws {
        var simulation = DeliverySimulation(lines: 100)
        simulation.batchEvents = 1
        simulation.concurrency = 10
        simulation.latency = { .milliseconds(100 + $0.number) }
        let run = simulation.run {
            guard $0.number < 10 else { return .ok }
            return $0.number == 4 ? .throttled(retryAfter: .seconds(60)) : .tooMany
        }
        let probe = try #require(run.requests.dropFirst(10).first)
        #expect(probe.sentAt >= .seconds(60), "\(probe.sentAt)")
    }
}

extension SimulatedRequest {
    func isUnderway(at instant: Duration) -> Bool { sentAt <= instant && instant < answeredAt }
}
