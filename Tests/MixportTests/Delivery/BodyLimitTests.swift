import MixpanelSandbox
import Testing

@Suite struct BodyLimitTests {
    @Test func `the size that a server names is remembered`() async throws {
        let more = #","x":"\#(String(repeating: "x", count: 1_200))""#
        let stimulus = Case(Event.lines(5_000, more)).with { $0.service.maximumBodyBytes = 2 << 20 }
        let outcome = try await stimulus.gives(exit: 0, .imported(5_000))
        #expect((1...2).contains(outcome.served.ledger.statuses[413] ?? 0), "\(outcome.served.ledger.statuses)")
        let refused = outcome.served.requests.filter { $0.status == 413 }.count
        #expect(outcome.served.requests.dropFirst(refused).allSatisfy { $0.bytes <= 2 << 20 })
        #expect(outcome.standardError.contains("2097152 bytes"))
    }

    @Test func `a server that names no size gets halves`() async throws {
        let faults: [FaultRule] = [
            .request(.larger(than: 100_000), .status(413, body: "too large", type: "text/plain"))
        ]
        let outcome = try await Case(FiveThousand.lines(), faults: faults).gives(exit: 0, .imported(5_000))
        #expect((outcome.served.ledger.statuses[413] ?? 0) <= 20)
    }

    @Test func `a single event that is too large is rejected`() async throws {
        let large = #","x":"\#(String(repeating: "x", count: 40_000))""#
        let text = Event.lines(50) + Event.line(51, large) + "\n" + Event.lines(52...100)
        let stimulus = Case(text).with { $0.service.maximumBodyBytes = 30_000 }
        let outcome = try await stimulus.gives(exit: 65, .imported(99), .rejected(1, "too_large"))
        #expect(outcome.row(51)?.code == 413)
    }

    @Test func `three events that are too large are three rejects`() async throws {
        try await Case(Event.lines(3), faults: [.request(.always, .status(413))])
            .gives(exit: 65, .rejected(3, "too_large"), requests: .between(5, 11))
    }

    @Test(arguments: [2_097_152, 10]) func `a server that finds everything too large ends the run`(
        limit: Int
    ) async throws {
        let stimulus = Case(FiveThousand.lines(), faults: [.request(.always, .tooLarge(limit: limit))])
        let outcome = try await stimulus.gives(
            exit: 75,
            .rejected(50, "too_large"),
            .undelivered(.atLeast(1_000), "stopped"),
            requests: .atMost(200)
        )
        #expect(outcome.standardError.contains("too large"))
    }

    @Test(arguments: [0, 5_000]) func `a 413 before the body was read, with a reset after it, is survived`(
        read: Int
    ) async throws {
        let fault = RequestFault.tooLarge(limit: 2_097_152).afterBodyBytes(read).ending(.reset)
        let outcome = try await Case(FiveThousand.lines(), faults: [.request(.number(2), fault)])
            .gives(exit: 0, .imported(5_000), requests: .between(4, 5))
        #expect(outcome.served.ledger.events == 5_000)
    }

    @Test(arguments: [0, 5_000]) func `a 413 that a reset overtakes while a large body is under way is survived`(
        read: Int
    ) async throws {
        // More than the sockets hold, so that the client still writes when the reset comes.
        let text = (1...1_000).map { Event.line($0, value: "\"\(noise(4_000))\"") + "\n" }.joined()
        let fault = RequestFault.tooLarge(limit: 2_097_152).afterBodyBytes(read).ending(.reset)
        let outcome = try await Case(text, faults: [.request(.number(1), fault)]).with { $0.converges = false }
            .gives(exit: 0, .imported(1_000), requests: .between(2, 5))
        #expect(outcome.served.ledger.events == 1_000)
    }
}
