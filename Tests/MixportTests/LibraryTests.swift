import Foundation
import LibraryExample
import MixpanelImport
import MixpanelSandbox
import Testing

@Suite struct LibraryTests {
    @Test func `it returns when every event has its verdict`() async throws {
        try await Sandbox.withServer { sandbox in
            let events = (1...5_000).map { Array(Event.line($0).utf8) }
            let pending = try await importBeforeReturning(events, into: Self.project(at: sandbox.url))
            #expect(pending.isEmpty)
            let ledger = try await sandbox.ledger
            #expect(ledger.distinct == 5_000)
        }
    }

    @Test func `verdicts are in the order of the events`() async throws {
        try await Sandbox.withServer { sandbox in
            let events = [Event.line(1), "[1]", "", Event.line(4)].map { Array($0.utf8) }
            let importer = Importer(project: try Self.project(at: sandbox.url))
            let verdicts = try await importer.importEvents(events)
            #expect(verdicts.map(\.status) == [.imported, .rejected, .blank, .imported])
            #expect(verdicts[1].reason?.code == "not_object")
        }
    }

    @Test func `line breaks between the tokens of an event do no harm`() async throws {
        try await Sandbox.withServer { sandbox in
            let event = Event.line(1).replacingOccurrences(of: ",\"properties\"", with: "\r\n,\n\"properties\"")
            let verdicts = try await Importer(project: Self.project(at: sandbox.url)).importEvents([Array(event.utf8)])
            #expect(verdicts.map(\.status) == [.imported])
        }
    }

    @Test func `events that cannot be delivered come back`() async throws {
        let port = try ClosedPort()
        defer { port.close() }
        var options = ImportOptions()
        options.retry.giveUpAfter = .milliseconds(300)
        let project = try Self.project(at: "http://127.0.0.1:\(port.number)")
        let verdicts = try await Importer(project: project, options: options)
            .importEvents([Array(Event.line(1).utf8)])
        #expect(verdicts.map(\.status) == [.undelivered])
        #expect(verdicts.map(\.isPending) == [true])
    }

    private static func project(at url: String) throws -> Project {
        Project(.token(String(repeating: "0", count: 32)), at: try Endpoint(url))
    }
}
