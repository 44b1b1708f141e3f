import Foundation
import MixpanelSandbox
import Testing

@Suite struct ThrottleTests {
    @Test func `429 is waited out longer and longer, and the same bytes are sent again`() async throws {
        let stimulus = Case(Event.lines(5_000), faults: [.request(.numbers(2...4), .rateLimited())]).with {
            $0.service.keepBodies = true
        }
        let outcome = try await stimulus.gives(exit: 0, .imported(5_000), requests: 6)
        let requests = outcome.served.requests
        let gaps = gaps(requests)
        // 20 ms doubled, plus jitter of at least half of that.
        for (gap, least) in zip(gaps.dropFirst(), [30, 50, 90]) { #expect(gap >= .milliseconds(least), "\(gaps)") }
        #expect(Set(requests[1...4].map(\.body)).count == 1)
        #expect(requests[1].body?.isEmpty == false)
        let rows = outcome.rows[2_000..<4_000]
        #expect(rows.allSatisfy { $0.attempts == 4 })
    }

    @Test func `a storm of 429 is probed by one request at a time`() async throws {
        let storm = FaultRule.request(.window(.zero ..< .seconds(2)), .rateLimited())
        let stimulus = Case(Event.lines(5_000), "--concurrency", "10", "--batch-events", "50", faults: [storm]).with {
            $0.service.latency = .milliseconds(10) ... .milliseconds(10)
        }
        let outcome = try await stimulus.gives(exit: 0, .imported(5_000))
        let refused = outcome.served.requests.filter { $0.status == 429 }
        // Ten at the beginning, then one for each wait of 30 ms and more.
        #expect(refused.count <= 10 + 8, "\(refused.count)")
        let taken = outcome.served.requests.filter { $0.status == 200 }
        let mostAtOnce = taken.map { request in
            taken.count { $0.arrived <= request.arrived && request.arrived < $0.answered ?? $0.arrived }
        }.max()
        #expect((mostAtOnce ?? 0) >= 5)
    }

    @Test func `429 for ever ends with everything undelivered`() async throws {
        let stimulus = Case(Event.lines(5_000), "--give-up-after", "1s", faults: [.request(.always, .rateLimited())])
        let outcome = try await stimulus.gives(exit: 75, .undelivered(5_000, "stopped"))
        #expect(outcome.rows[0].code == 429)
        #expect(outcome.pending == Array(Event.lines(5_000).utf8))
        #expect(outcome.duration > .milliseconds(900) && outcome.duration < .seconds(35), "\(outcome.duration)")
    }

    @Test func `a throttle that lasts is said once, and so is its end`() async throws {
        let faults: [FaultRule] = [.request(.numbers(1...8), .rateLimited())]
        let stimulus = Case(Event.lines(5), "--retry-delay", "30ms", faults: faults)
        let outcome = try await stimulus.gives(exit: 0, .imported(5), requests: 9)
        let said = outcome.messages.filter { $0.contains("nothing gets through (http_429") }
        #expect(said.count == 1 && said[0].contains("rate limits"), "\(outcome)")
        #expect(outcome.messages.count { $0.contains("back after") } == 1, "\(outcome)")
    }

    /// The client counts from the answer, the service from the request, so that no wait on the way can be too short.
    @Test func `a run that keeps to the service's rateLimiter is not throttled`() async throws {
        let options = "--rate 1000/500ms --batch-events 100 --concurrency 4"
        let stimulus = Case(Event.lines(6_000), options: options).with { stimulus in
            stimulus.service.rateLimit = RateLimit(events: 1_000, per: .milliseconds(500))
            stimulus.converges = false
        }
        let outcome = try await stimulus.gives(exit: 0, .imported(6_000), requests: 60)
        #expect(outcome.served.ledger.statuses[429] ?? 0 == 0, "\(outcome)")
    }

    /// The first batch is earned as well.
    @Test func `a share is sent evenly from the first batch on`() async throws {
        let options = "--rate 1000/1s --share 1/2 --batch-events 100"
        let stimulus = Case(Event.lines(300), options: options).with { $0.converges = false }
        let outcome = try await stimulus.gives(exit: 0, .imported(300), requests: 3)
        // 475 events a second.
        #expect(outcome.duration > .milliseconds(630), "\(outcome)")
    }

    @Test func `seconds of Retry-After are waited`() async throws {
        let stimulus = Case(Event.lines(5), faults: [.request(.number(1), .rateLimited(retryAfter: "1"))])
        let outcome = try await stimulus.gives(exit: 0, .imported(5), requests: 2)
        let requests = outcome.served.requests
        // The answer may be read before the sandbox has noted it, but not before the body was there.
        let least = try #require(requests[0].bodyArrived) + .seconds(1)
        #expect(requests[1].arrived >= least, "\(outcome)")
    }

    @Test func `a date of Retry-After is waited for`() async throws {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        let acts: [Action] = [
            .perform { stage in
                // The header has whole seconds.
                let text = format.string(from: Date(timeIntervalSinceNow: 4))
                try await stage.sandbox.play([.request(.number(1), .rateLimited(retryAfter: text))])
            },
            .write(Event.lines(5)),
        ]
        let outcome = try await Case(.script(acts), ["--max-delay", "0"]).gives(exit: 0, .imported(5))
        let requests = outcome.served.requests
        #expect(requests[1].arrived >= (try #require(requests[0].bodyArrived)) + .seconds(1), "\(outcome)")
        #expect(!outcome.standardError.contains("Retry-After"))
    }

    @Test(arguments: ["-5", "0", "1000000000", "soon", "", "1e9", "99999999999999999999", "1, 2"])
    func `a Retry-After that cannot be believed is not followed`(value: String) async throws {
        let stimulus = Case(Event.lines(5), faults: [.request(.numbers(1...2), .rateLimited(retryAfter: value))])
        let outcome = try await stimulus.gives(exit: 0, .imported(5), requests: 3)
        #expect(outcome.messages.count { $0.contains("Retry-After") } == 1, "\(outcome.standardError)")
        let gaps = gaps(outcome.served.requests)
        for (gap, least) in zip(gaps, [30, 50]) { #expect(gap >= .milliseconds(least), "\(gaps)") }
    }

    @Test func `two Retry-After headers are not followed`() async throws {
        let headers = [SandboxResponse.Header("Retry-After", "250"), SandboxResponse.Header("Retry-After", "1")]
        let stimulus = Case(Event.lines(5), faults: [.request(.number(1), .status(429, headers: headers))])
        let outcome = try await stimulus.gives(exit: 0, .imported(5), requests: 2)
        #expect(outcome.messages.count { $0.contains("Retry-After") } == 1, "\(outcome.standardError)")
        let gaps = gaps(outcome.served.requests)
        #expect(gaps[0] >= .milliseconds(30), "\(gaps)")
    }

    @Test(arguments: [408, 500, 502, 503, 504, 520, 521, 522, 523, 524])
    func `answers that pass are retried`(status: Int) async throws {
        let stimulus = Case(Event.lines(5_000), "--json", faults: [.request(.numbers(2...3), .status(status))])
        let outcome = try await stimulus.gives(exit: 0, .imported(5_000), requests: 5)
        #expect((outcome.json?["retries"] as? [String: Int])?.values.reduce(0, +) == 2)
    }

    @Test func `a page of HTML is shown cut and on one line`() async throws {
        let page = "<html>\r\n" + String(repeating: "<p>\u{1B}[2Jéé\u{202E}</p>\r\n", count: 5_000)
        let fault = RequestFault.status(502, body: page, type: "text/html")
        let stimulus = Case(Event.lines(5), "-v", faults: [.request(.numbers(1...2), fault)])
        let outcome = try await stimulus.gives(exit: 0, .imported(5), requests: 3)
        #expect(outcome.messages.allSatisfy { $0.utf8.count < 1_000 })
    }

    @Test func `the beginning of an error page stands on its request's line`() async throws {
        let page = "<html>\r\n\u{1B}[2J" + String(repeating: "Q", count: 5_000) + "</html>\r\n"
        let fault = RequestFault.status(502, body: page, type: "text/html")
        let stimulus = Case(Event.lines(5), "-v", faults: [.request(.number(1), fault)])
        let outcome = try await stimulus.gives(exit: 0, .imported(5), requests: 2)
        let line = try #require(outcome.messages.first { $0.contains("5 events") })
        #expect(line.contains("502") && line.contains("<html>^M^J^[[2JQQQ"), "\(line)")
        #expect((100...200).contains(line.count { $0 == "Q" }), "\(line)")
    }

    /// From each answer to the next request.
    private func gaps(_ requests: [RequestRecord]) -> [Duration] {
        zip(requests, requests.dropFirst()).map { $1.arrived - ($0.answered ?? $0.arrived) }
    }
}
