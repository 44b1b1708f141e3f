import MixpanelSandbox
import Testing

@Suite struct DryRunTests {
    @Test func `a dry run sends nothing and foretells what the service would say`() async throws {
        let text = try Samples.text("mistakes.ndjson")
        let real = try await Case(text).gives(exit: 65, .imported(.atLeast(2)), .rejected(.atLeast(10)), .blank(1))
        let dry = try await Case(text, "--dry-run").gives(
            exit: 65,
            .valid(Amount(real.count(.imported))),
            .rejected(Amount(real.count(.rejected))),
            .blank(1),
            requests: 0
        )
        for (dry, real) in zip(dry.rows, real.rows) {
            #expect(dry.reason == real.reason && dry.field == real.field && dry.message == real.message, "\(dry.text)")
            #expect(dry.status == (real.status == .imported ? .valid : real.status), "\(dry.text)")
            #expect(dry.by == (real.by == nil ? nil : "mixport"), "\(dry.text)")
        }
        #expect(dry.rejects == real.rejects)
    }

    @Test func `a dry run of good lines succeeds`() async throws {
        let outcome = try await Case(Event.lines(5_000), "--dry-run", "--json").gives(
            exit: 0,
            .valid(5_000),
            requests: 0
        )
        #expect(outcome.json?["requests"] as? Int == 0)
    }

    @Test func `a dry run keeps to the rules for files`() async throws {
        let stimulus = Case(Event.lines(5), "--dry-run").with { stimulus in
            stimulus.prepare = { try $0.write("mine", to: "report.ndjson") }
        }
        let outcome = try await stimulus.gives(exit: 73)
        #expect(outcome.report == Array("mine".utf8))
    }
}
