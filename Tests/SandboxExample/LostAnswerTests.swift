import LibraryExample
import MixpanelImport
import MixpanelSandbox
import Testing

@Suite struct LostAnswerTests {
    @Test func `events arrive once although an answer is lost`() async throws {
        var configuration = SandboxConfiguration()
        // The first request is stored, but its answer never comes.
        configuration.faults = [.request(.number(1), .reset, commit: true)]
        try await Sandbox.withServer(configuration) { sandbox in
            let project = Project(.token("any"), at: try Endpoint(sandbox.url))
            let events = (1...3).map {
                #"{"event":"Test","properties":{"time":1700000000,"distinct_id":"\#($0)"}}"#
            }
            let pending = try await importBeforeReturning(events, into: project, within: .seconds(600))
            #expect(pending.isEmpty)

            let ledger = try await sandbox.ledger
            #expect(ledger.requests == 2)
            #expect(ledger.events == 6)
            #expect(ledger.distinct == 3)
        }
    }
}
