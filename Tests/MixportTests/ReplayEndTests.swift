import MixpanelSandbox
import Testing

@Suite struct ReplayEndTests {
    /// The report of the first replay has nothing but lines that the service failed on while it answered.
    @Test(arguments: [1, 2]) func `a replay of such a replay's report ends as well`(events: Int) async throws {
        let poison = FaultRule.request(.contains("poison"), .status(500))
        let text = Event.lines(3) + (4..<(4 + events)).map { Event.line($0, value: #""poison""#) + "\n" }.joined()
        let options = ["--max-attempts", "1", "--retry-delay", "20ms", "--give-up-after", "20s"]
        let stimulus = Case(.bytes(Array(text.utf8)), options, faults: [poison])
        try await Chain.with(stimulus.service) { chain in
            let first = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(first.ending == .exit(75) && first.count(.imported) == 3, "\(first)")
            var served = first.served.ledger.requests
            for (earlier, report) in [
                ("report.ndjson", "1.ndjson"), ("1.ndjson", "2.ndjson"), ("2.ndjson", "3.ndjson"),
            ] {
                let replay = stimulus.with { $0.arguments = ["replay", earlier, "--report", report] + options }
                let again = try await replay.run(in: chain.directory, against: chain.sandbox)
                #expect(again.ending == .exit(75) && again.rows.count == events, "\(again)")
                #expect(again.rows.allSatisfy { $0.reason == "http_500" }, "\(again)")
                #expect(again.served.ledger.requests - served <= 8, "\(again)")
                served = again.served.ledger.requests
            }
        }
    }

    /// Nothing but an outage is known of the service then.
    @Test func `a replay of lines that were only stopped waits as an import does`() async throws {
        let options = ["--max-attempts", "1", "--retry-delay", "4ms", "--give-up-after", "400ms"]
        let down = FaultRule.request(.always, .status(500))
        let stimulus = Case(.bytes(Array(Event.lines(3).utf8)), options, faults: [down])
        try await Chain.with(stimulus.service) { chain in
            let first = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(first.rows.allSatisfy { $0.reason == "stopped" }, "\(first)")
            let replay = stimulus.with { $0.arguments = ["replay", "report.ndjson", "--report", "again"] + options }
            let again = try await replay.run(in: chain.directory, against: chain.sandbox)
            #expect(again.ending == .exit(75) && again.rows.allSatisfy { $0.reason == "stopped" }, "\(again)")
        }
    }

    /// The run before proved that other lines get through.
    @Test func `a replay of nothing but lines that the service fails on ends`() async throws {
        let text =
            Event.lines(3) + Event.line(4, value: #""poison""#) + "\n" + Event.line(5, value: #""poison""#) + "\n"
        let options = ["--max-attempts", "2", "--retry-delay", "20ms"]
        let poison = FaultRule.request(.contains("poison"), .status(500))
        let stimulus = Case(.bytes(Array(text.utf8)), options, faults: [poison])
        try await Chain.with(stimulus.service) { chain in
            let first = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(first.ending == .exit(75) && first.count(.imported) == 3, "\(first)")
            let replay = stimulus.with { $0.arguments = ["replay", "report.ndjson", "--report", "again"] + options }
            let again = try await replay.run(in: chain.directory, against: chain.sandbox)
            #expect(again.ending == .exit(75) && again.rows.count == 2, "\(again)")
            #expect(again.rows.allSatisfy { $0.reason == "http_500" }, "\(again)")
            #expect(again.served.ledger.requests - first.served.ledger.requests <= 12, "\(again)")
        }
    }
}
