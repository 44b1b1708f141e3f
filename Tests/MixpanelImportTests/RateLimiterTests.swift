import MixpanelImport
import Testing

@Suite struct RateLimiterTests {
    private static let start = ContinuousClock.now

    private struct Request {
        var events: Int
        var bytes: Int
        /// Somewhere between sending and answering.
        var counted: Duration
        var answered: Duration
        var isThrottled = false
    }

    /// The plain rule, worked out anew for each question.
    private struct PlainRule {
        var limit: RateLimiter.Limit
        var requests: [Request] = []

        func mayGo(_ events: Int, _ bytes: Int, at now: Duration) -> Bool {
            let load = requests.filter { now < $0.answered || (!$0.isThrottled && $0.answered > now - limit.window) }
            let sum = (events: load.reduce(0) { $0 + $1.events }, bytes: load.reduce(0) { $0 + $1.bytes })
            return load.isEmpty || (sum.events + events <= limit.events && sum.bytes + bytes <= limit.bytes)
        }
    }

    private static func run(_ limit: RateLimiter.Limit, seed: UInt64, throttled: Double = 0.2) -> [Request] {
        var random = SeededRandom(seed: seed)
        var rateLimiter = RateLimiter(limit)
        var rule = PlainRule(limit: limit)
        var inFlight: [Request] = []
        var now = Duration.zero
        for _ in 0..<1_500 {
            for request in inFlight.filter({ $0.answered <= now }).sorted(by: { $0.answered < $1.answered }) {
                rateLimiter.answered(
                    events: request.events,
                    bytes: request.bytes,
                    counted: !request.isThrottled,
                    now: start + request.answered
                )
            }
            inFlight.removeAll { $0.answered <= now }
            let events = Int.random(in: 1...(limit.events / 3), using: &random)
            let bytes = Int.random(in: 1...(limit.bytes / 3), using: &random)
            let wait = rateLimiter.wait(events: events, bytes: bytes, now: start + now)
            #expect((wait == nil) == rule.mayGo(events, bytes, at: now), "seed \(seed) at \(now)")
            switch wait {
            case nil:
                let latency = Duration.milliseconds(Int.random(in: 1...400, using: &random))
                var request = Request(events: events, bytes: bytes, counted: now, answered: now + latency)
                request.counted += latency * Double.random(in: 0...1, using: &random)
                request.isThrottled = Double.random(in: 0...1, using: &random) < throttled
                rateLimiter.send(events: events, bytes: bytes)
                inFlight.append(request)
                rule.requests.append(request)
            case .until(let instant):
                guard instant > start + now else {
                    Issue.record("a wait that is over")
                    return rule.requests
                }
                now = min(instant - start, inFlight.map(\.answered).min() ?? .seconds(1_000_000))
            case .untilAnswer:
                guard let next = inFlight.map(\.answered).min() else {
                    Issue.record("waits for an answer that is not under way")
                    return rule.requests
                }
                now = next
            }
        }
        return rule.requests
    }

    @Test(arguments: 1...20)
    func `no window of the service ever holds more than the limit, and nothing waits that need not`(seed: UInt64) {
        let limit = RateLimiter.Limit(events: 1_000, bytes: 100_000, window: .seconds(5))
        let requests = Self.run(limit, seed: seed).filter { !$0.isThrottled }
        for time in [\Request.counted, \Request.answered] {
            let sorted = requests.sorted { $0[keyPath: time] < $1[keyPath: time] }
            var sum = (events: 0, bytes: 0)
            var first = 0
            for request in sorted {
                sum.events += request.events
                sum.bytes += request.bytes
                while sorted[first][keyPath: time] <= request[keyPath: time] - limit.window {
                    sum.events -= sorted[first].events
                    sum.bytes -= sorted[first].bytes
                    first += 1
                }
                #expect(sum.events <= limit.events && sum.bytes <= limit.bytes, "seed \(seed)")
            }
        }
    }

    @Test(arguments: [true, false])
    func `a steady load uses the whole limit`(byEvents: Bool) throws {
        // 25 requests fill a minute; ten are in flight at a time, each for 100 ms.
        let limit = RateLimiter.Limit(
            events: byEvents ? 50_000 : .max,
            bytes: byEvents ? .max : 5_000_000,
            window: .seconds(60)
        )
        var rateLimiter = RateLimiter(limit)
        var now = Self.start
        var answers: [ContinuousClock.Instant] = []
        var sent = 0
        let end = Self.start + .seconds(3_600)
        while now < end {
            while let answer = answers.first, answer <= now {
                rateLimiter.answered(events: 2_000, bytes: 200_000, counted: true, now: answer)
                answers.removeFirst()
            }
            let wait = answers.count < 10 ? rateLimiter.wait(events: 2_000, bytes: 200_000, now: now) : .untilAnswer
            switch wait {
            case nil:
                rateLimiter.send(events: 2_000, bytes: 200_000)
                sent += 1
                answers.append(now + .milliseconds(100))
            case .until(let instant):
                try #require(instant > now, "a wait that is over")
                now = min(instant, answers.first ?? instant)
            case .untilAnswer: now = try #require(answers.first)
            }
        }
        #expect(Double(sent) >= 0.985 * 25 * 60, "\(sent) of 1500 requests")
        #expect(sent <= 25 * 61)
    }

    @Test func `a request that is larger than a window goes alone`() {
        var rateLimiter = RateLimiter(RateLimiter.Limit(events: 100, bytes: 1_000, window: .seconds(10)))
        let start = Self.start
        #expect(rateLimiter.wait(events: 500, bytes: 9_000, now: start) == nil)
        rateLimiter.send(events: 500, bytes: 9_000)
        #expect(rateLimiter.wait(events: 1, bytes: 1, now: start) == .untilAnswer)
        rateLimiter.answered(events: 500, bytes: 9_000, counted: true, now: start + .seconds(1))
        #expect(rateLimiter.wait(events: 1, bytes: 1, now: start + .seconds(1)) == .until(start + .seconds(11)))
        #expect(rateLimiter.wait(events: 500, bytes: 1, now: start + .seconds(11)) == nil)
    }

    @Test func `a throttled request does not count`() {
        var rateLimiter = RateLimiter(RateLimiter.Limit(events: 100, window: .seconds(10)))
        rateLimiter.send(events: 100, bytes: 1)
        #expect(rateLimiter.wait(events: 1, bytes: 1, now: Self.start) == .untilAnswer)
        rateLimiter.answered(events: 100, bytes: 1, counted: false, now: Self.start)
        #expect(rateLimiter.wait(events: 100, bytes: 1, now: Self.start) == nil)
    }

    @Test func `without a limit nothing waits`() {
        var rateLimiter = RateLimiter(nil)
        for _ in 0..<100 {
            #expect(rateLimiter.wait(events: 2_000, bytes: 9_500_000, now: Self.start) == nil)
            rateLimiter.send(events: 2_000, bytes: 9_500_000)
        }
    }

    @Test func `the documented limit is 30,000 events a second and 2 GB a minute, over a minute`() {
        #expect(
            RateLimiter.Limit.documented
                == RateLimiter.Limit(events: 1_800_000, bytes: 2_000_000_000, window: .seconds(60))
        )
    }

    @Test func `what is throttled leaves a run's rateLimiter to what is not`() {
        var simulation = DeliverySimulation(lines: 400)
        simulation.batchEvents = 10
        simulation.rateLimiter = RateLimiter.Limit(events: 100, window: .seconds(3_600))
        simulation.limit = .seconds(3_000)
        simulation.policy.giveUpAfter = nil
        let run = simulation.run { $0.number < 20 ? .tooMany : .ok }
        #expect(run.answers(200).count == 10)
        #expect(run.requests.count == 30)
    }

    @Test func `a run keeps to its rateLimiter`() {
        var simulation = DeliverySimulation(lines: 3_000)
        simulation.batchEvents = 10
        simulation.concurrency = 10
        simulation.rateLimiter = RateLimiter.Limit(events: 500, window: .seconds(60))
        let run = simulation.run { $0.number % 7 == 3 ? .status(500) : .ok }
        #expect(run.lines(.imported).count == 3_000)
        for request in run.requests {
            let window = (request.answeredAt - .seconds(60))..<request.answeredAt
            let events = run.requests.reduce(0) { $0 + (window.contains($1.answeredAt) ? $1.lines.count : 0) }
            #expect(events <= 500)
        }
        #expect(run.endedAt < .seconds(60) * 8.2, "\(run.summary)")
    }
}
