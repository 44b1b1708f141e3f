import MixpanelSandbox
import Testing

@Suite struct OutageTests {
    @Test(arguments: zip([RequestFault.close, .status(502), .hang], [40, 40, 24]))
    func `a long outage is waited for, and said once`(fault: RequestFault, last: Int) async throws {
        let stimulus = Case(
            FiveThousand.lines(),
            options: "--batch-events 100 --concurrency 4 --max-attempts 2 --give-up-after 50s --timeout 1s",
            faults: [.request(.numbers(10...last), fault)]
        )
        let outcome = try await stimulus.gives(exit: 0, .imported(5_000), requests: .between(last + 35, last + 70))
        #expect(outcome.messages.count { $0.contains("nothing gets through") } == 1, "\(outcome)")
        #expect(outcome.messages.count { $0.contains("back after") } == 1, "\(outcome)")
    }

    @Test func `while nothing gets through a single request probes`() async throws {
        let stimulus = Case(
            FiveThousand.lines(),
            options: "--batch-events 100 --concurrency 8 --max-attempts 2 --give-up-after 1500ms",
            faults: [.request(.from(10), .status(502))]
        ).with { $0.service.latency = .milliseconds(5) ... .milliseconds(5) }
        let outcome = try await stimulus.gives(
            exit: 75,
            .imported(900),
            .unknown(.atLeast(100), "stopped"),
            .undelivered(.atLeast(100), "stopped")
        )
        let late = outcome.served.requests.suffix(3)
        let pairs = zip(late, late.dropFirst())
        let isOneByOne = pairs.allSatisfy { last, next in (last.answered ?? .zero) < next.arrived }
        #expect(isOneByOne, "\(outcome)")
        #expect(outcome.served.requests.count < 120, "\(outcome)")
    }

    @Test func `patience begins anew with every success`() async throws {
        // Nothing succeeds for ten seconds in all, but never for long at a time.
        let faults: [FaultRule] = [.request(.every(2), .hang, commit: true)]
        let stimulus = Case(
            Event.lines(10),
            options: "--batch-events 1 --timeout 1s --give-up-after 6s",
            faults: faults
        )
        try await stimulus.gives(exit: 0, .imported(10))
    }

    @Test func `what still succeeds once patience is over leaves nothing to do`() async throws {
        // The second answer comes a second after the end of patience.
        let stimulus = Case(Event.lines(5), "--give-up-after", "3s", faults: [.request(.number(1), .status(503))])
            .with { $0.service.latency = .seconds(2) ... .seconds(2) }
        let outcome = try await stimulus.gives(exit: 0, .imported(5), requests: 2)
        #expect(!outcome.standardError.contains("next:"), "\(outcome)")
    }
}
