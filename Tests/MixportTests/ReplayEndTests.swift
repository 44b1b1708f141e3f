import MixpanelSandbox
import Testing

@Suite struct ReplayEndTests {
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
