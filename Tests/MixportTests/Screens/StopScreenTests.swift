import Foundation
import MixpanelSandbox
import Testing

/// Why a run stops: said while it does, and kept in its summary as what has happened.
@Suite struct StopScreenTests {
    private static func ended(_ outcome: Outcome) -> String? {
        (outcome.summaryObject?["ended"] as? [String: String])?["text"]
    }

    @Test(arguments: [(SIGINT, "2 (Ctrl-C)"), (SIGTERM, "15 (SIGTERM)"), (SIGHUP, "1 (SIGHUP)")])
    func `a signal has a name, and the summary says that it has stopped the run`(
        signal: Int32,
        name: String
    ) async throws {
        let input = Case.Input.script([.write(Event.lines(5)), .wait(.rows(5)), .signal(signal), .hold])
        let stimulus = Case(input, "--max-delay", "0").with { $0.converges = false }
        let outcome = try await stimulus.gives(signal: signal, .imported(5))
        let said = "mixport: stopping on signal \(name); a second one abandons what is in flight"
        #expect(outcome.messages.contains { $0 == said }, "\(outcome)")
        #expect(Self.ended(outcome) == "stopped on signal \(name)", "\(outcome)")
    }

    @Test func `a run that was stopped by an answer has stopped`() async throws {
        let outcome = try await Case(Event.lines(5), faults: [.request(.always, .status(404))])
            .gives(exit: 76, .undelivered(5, "stopped"))
        #expect(outcome.messages.contains { $0.hasPrefix("mixport: stopping: 404, there is no /import") }, "\(outcome)")
        #expect(Self.ended(outcome)?.hasPrefix("stopped: 404, there is no /import") == true, "\(outcome)")
    }

    @Test(
        arguments: [
            ([FaultRule.request(.always, .hang)], "1s", "no answer"),
            ([.request(.from(2), .hang)], "1s", "no answer"),
            (
                [.request(.from(2), .status(503, body: "upstream connect error"))], "2s",
                "http_503: upstream connect error"
            ),
            ([.request(.always, .status(500, body: "out of order"))], "4s", "http_500: out of order"),
            ([.request(.from(2), .reset)], "4s", "connection"),
        ] as [([FaultRule], String, String)]
    )
    func `a run that gives up says for how long nothing has succeeded, and why`(
        faults: [FaultRule],
        patience: String,
        cause: String
    ) async throws {
        let options = ["--batch-events", "10", "--give-up-after", patience, "--retry-delay", "1s"]
        let stimulus = Case(.file(Array(Event.lines(20).utf8)), options, faults: faults)
        let outcome = try await Chain.with(stimulus.service) { chain in
            try await stimulus.run(in: chain.directory, against: chain.sandbox)
        }
        #expect(outcome.ending == .exit(75), "\(outcome)")
        let said = "stopping: nothing has succeeded for \(patience) (\(cause)"
        #expect(outcome.standardError.contains(said), "\(outcome)")
        #expect(Self.ended(outcome)?.hasPrefix("stopped: nothing has succeeded for \(patience) (\(cause)") == true)
    }

    @Test func `a next try that never comes is not announced`() async throws {
        let fault = FaultRule.request(.always, .rateLimited(retryAfter: "60"))
        let options = ["--give-up-after", "3s", "--retry-delay", "1s"]
        let (screen, outcome) = try await Captured.run(
            .file(Array(Event.lines(20).utf8)),
            options,
            columns: 80,
            faults: [fault]
        )
        #expect(outcome.ending == .exit(75), "\(outcome)")
        #expect(!screen.frames.contains { $0.contains("next try") }, "\(screen.frames)")
        #expect(screen.frames.contains { $0.contains(/429, gives up in [0-9]s/) }, "\(screen.frames)")
        Captured.expectWholeParts(screen)
    }

    @Test func `convert says that it was stopped by the lines that it rejected`() async throws {
        let input = Case.Input.script([.write(String(repeating: "x\n", count: 20)), .hold])
        for quiet in [[], ["-q"]] {
            let stimulus = Case(input, ["convert", "--max-rejects", "5"] + quiet).with { stimulus in
                stimulus.defaults = []
                stimulus.converges = false
            }
            let outcome = try await stimulus.gives(exit: 65, requests: 0)
            let said = "mixport: stopped: as many lines are rejected as --max-rejects allows"
            #expect(outcome.messages.contains { $0 == said }, "\(outcome)")
        }
    }
}
