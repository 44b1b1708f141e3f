import MixpanelSandbox
import Testing

@Suite struct OutageTests {
    @Test(arguments: [RequestFault.close, .status(502), .hang])
    func `a long outage is waited for, and said once`(fault: RequestFault) async throws {
        let stimulus = Case(
            FiveThousand.lines(),
            options: "--batch-events 100 --concurrency 4 --max-attempts 2 --give-up-after 20s --timeout 100ms",
            faults: [.request(.numbers(10...40), fault)]
        )
        let outcome = try await stimulus.gives(exit: 0, .imported(5_000), requests: .between(81, 110))
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
        // Nothing succeeds for a second in all, but never for half a second at a time.
        let faults: [FaultRule] = [.request(.every(2), .hang, commit: true)]
        let stimulus = Case(
            Event.lines(10),
            options: "--batch-events 2 --timeout 250ms --give-up-after 900ms",
            faults: faults
        )
        try await stimulus.gives(exit: 0, .imported(10))
    }
}
