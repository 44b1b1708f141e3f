import Glibc
import MixpanelSandbox
import Testing

/// Faults that never end: what is known of lines whose answers are all lost.
@Suite struct LostAnswerTests {
    private static let stopsLater: [Action] = [.wait(.requests(3)), .signal(SIGTERM)]

    @Test(
        arguments: [RequestFault.reset, .close, .cut(.inStatusLine), .cut(.inHeaders), .cut(.inBody)],
        [false, true]
    )
    func `lines whose answers are always lost are unknown`(fault: RequestFault, commit: Bool) async throws {
        let faults: [FaultRule] = [.request(.always, fault, commit: commit)]
        let stimulus = Case(Event.lines(5), faults: faults).with { $0.acts = Self.stopsLater }
        let outcome = try await stimulus.gives(signal: SIGTERM, .unknown(5, "stopped"), requests: .atLeast(3))
        #expect(outcome.rows.allSatisfy { $0.code == nil && $0.attempts ?? 0 >= 2 }, "\(outcome)")
    }

    @Test(arguments: [RequestFault.reset.afterBodyBytes(100), .close.afterBodyBytes(100)])
    func `lines that always break off under way are pending`(fault: RequestFault) async throws {
        let stimulus = Case(Event.lines(50), faults: [.request(.always, fault)]).with { $0.acts = Self.stopsLater }
        try await stimulus.gives(
            signal: SIGTERM,
            .unknown(.between(0, 50), "stopped"),
            .undelivered(.between(0, 50)),
            requests: .atLeast(3)
        )
    }

    @Test(arguments: [ConnectionFault.reset, .close])
    func `connections that always die when they are accepted leave the lines pending`(
        fault: ConnectionFault
    ) async throws {
        let stimulus = Case(Event.lines(5), "--give-up-after", "500ms", faults: [.connection(.always, fault)])
        let outcome = try await stimulus.gives(
            exit: 75,
            .unknown(.between(0, 5)),
            .undelivered(.between(0, 5)),
            requests: 0
        )
        #expect(outcome.rows.allSatisfy { $0.reason == "stopped" }, "\(outcome)")
    }
}
