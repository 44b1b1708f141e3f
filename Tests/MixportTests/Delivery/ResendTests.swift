import MixpanelSandbox
import Testing

@Suite struct ResendTests {
    @Test func `a batch that was stored before the error is sent again, byte for byte`() async throws {
        let stimulus = Case(FiveThousand.lines(), faults: [.request(.number(2), .status(502), commit: true)])
            .with { $0.service.keepBodies = true }
        let outcome = try await stimulus.gives(exit: 0, .imported(5_000), requests: 4)
        #expect(outcome.served.ledger.events == 7_000)
        #expect(outcome.served.ledger.distinct == 5_000)
        let lost = outcome.served.requests[1]
        let again = outcome.served.requests[2...].first { $0.body == lost.body }
        #expect(lost.body != nil && again != nil)
        #expect(outcome.row(2_001)?.attempts == 2)
    }

    @Test(arguments: [false, true], [500, 502])
    func `errors without end end the run`(commit: Bool, status: Int) async throws {
        let faults: [FaultRule] = [.request(.always, .status(status), commit: commit)]
        let stimulus = Case(FiveThousand.lines(), "--give-up-after", "700ms", faults: faults)
        let outcome = try await stimulus.gives(
            exit: 75,
            .unknown(.atLeast(2_000), "stopped"),
            .undelivered(.atMost(3_000))
        )
        #expect(outcome.row(1)?.code == status)
        #expect(outcome.duration > .milliseconds(700) && outcome.duration < .seconds(35))
    }

    @Test(arguments: [500, 502])
    func `what an outage left unsent is undelivered, and nothing answered it`(status: Int) async throws {
        // There is time for two requests, and three batches are read.
        let options = "--batch-events 20 --give-up-after 700ms"
        let faults: [FaultRule] = [.request(.always, .status(status))]
        let stimulus = Case(Event.lines(60), options: options, faults: faults)
            .with { $0.service.latency = .milliseconds(400) ... .milliseconds(400) }
        let outcome = try await stimulus.gives(
            exit: 75,
            .unknown(.between(20, 40), "stopped"),
            .undelivered(.between(20, 40), "stopped"),
            requests: .between(1, 2)
        )
        for row in outcome.rows {
            let code = row.status == .unknown ? status : nil
            #expect(row.code == code, "\(row.text)")
        }
        #expect(outcome.rows.allSatisfy { $0.status == .unknown || $0.attempts == nil })
    }

    @Test(arguments: [418, 451, 406, 410])
    func `a status that nobody expects ends the run at once`(status: Int) async throws {
        let stimulus = Case(FiveThousand.lines(), faults: [.request(.always, .status(status))])
        let outcome = try await stimulus.gives(
            exit: 76,
            .undelivered(.between(2_000, 5_000), "stopped"),
            requests: 1
        )
        #expect(outcome.row(1)?.code == status)
    }

    @Test func `a success that nobody knows is asked for again, and proves nothing`() async throws {
        let stimulus = Case(Event.lines(5), "--max-attempts", "3", faults: [.request(.always, .status(299))])
        let outcome = try await stimulus.gives(exit: 76, .unknown(5, "bad_answer"), requests: 3)
        #expect(outcome.rows.allSatisfy { $0.code == 299 && $0.attempts == 3 }, "\(outcome)")
    }

    @Test(arguments: [501, 505, 999, 600])
    func `an unknown status that is no success is asked for again five times, not for ever`(
        status: Int
    ) async throws {
        let faults: [FaultRule] = [.request(.contains("second"), .status(status))]
        let outcome = try await Case(FiveThousand.lines(), "--give-up-after", "3s", faults: faults)
            .gives(exit: 76, .imported(3_000), .unknown(2_000), requests: 7)
        let rows = outcome.rows.filter { $0.status == .unknown }
        #expect(rows.allSatisfy { $0.code == status && $0.attempts == 5 }, "\(outcome)")
    }

    @Test func `answers that are only announced are no answers`() async throws {
        let body = #"{"code":200,"num_records_imported":{events},"status":"OK"}"#
        // The placeholder becomes a single digit.
        let length = body.utf8.count - "{events}".count + 1
        let announced = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n"
        let answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(length)\r\n\r\n\(body)"
        let faults: [FaultRule] = [.request(.always, .raw(announced + answer), commit: true)]
        try await Case(Event.lines(5), faults: faults).gives(exit: 0, .imported(5), requests: 1)
    }

    @Test(arguments: [nil, 1]) func `announcements without end run into the deadline`(milliseconds: Int?) async throws {
        let announced = "HTTP/1.1 100 Continue\r\n\r\n"
        var fault = RequestFault.raw(announced, repeating: announced)
        if let milliseconds { fault = fault.trickling(bytes: 25, every: .milliseconds(milliseconds)) }
        let stimulus = Case(
            Event.lines(5),
            options: "--timeout 300ms --give-up-after 1s",
            faults: [.request(.always, fault)]
        )
        let outcome = try await stimulus.gives(exit: 75, .unknown(5, "stopped"))
        #expect(outcome.memory < 64 << 20, "\(outcome)")
        #expect(outcome.duration < .seconds(35))
    }

    @Test func `exactly the server's rejects are rejected, whatever else goes wrong`() async throws {
        let bad = Set((1...5_000).filter { $0 % 97 == 13 })
        let text = (1...5_000).map { number in
            let line = Event.line(number)
            return (bad.contains(number) ? line.replacing(#""time":17"#, with: #""time":"x","y":17"#) : line) + "\n"
        }.joined()
        let faults: [FaultRule] = [
            .request(.probability(0.01), .status(500), commit: true), .request(.probability(0.01), .rateLimited()),
            .request(.probability(0.01), .reset, commit: true), .request(.probability(0.01), .status(503)),
            .request(.probability(0.01), .cut(.inBody)),
        ]
        let stimulus = Case(text, "--batch-events", "50", "--concurrency", "4", faults: faults)
        let outcome = try await stimulus.gives(
            exit: 65,
            .imported(Amount(5_000 - bad.count)),
            .rejected(Amount(bad.count), "validation")
        )
        #expect(Set(outcome.rows.filter { $0.status == .rejected }.map(\.line)) == bad)
        #expect(outcome.served.ledger.distinct == 5_000 - bad.count)
    }
}
