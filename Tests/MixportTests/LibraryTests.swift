import Foundation
import LibraryExample
import MixpanelImport
import MixpanelSandbox
import Testing

@Suite struct LibraryTests {
    @Test func `it returns when every event has its verdict`() async throws {
        try await Sandbox.withServer { sandbox in
            let events = (1...5_000).map { Event.line($0) }
            let pending = try await importBeforeReturning(
                events,
                into: Self.project(at: sandbox.url),
                within: .seconds(600)
            )
            #expect(pending.isEmpty)
            let ledger = try await sandbox.ledger
            #expect(ledger.distinct == 5_000)
        }
    }

    @Test func `verdicts are in the order of the events`() async throws {
        try await Self.withImporter { importer, _ in
            let results = await importer.importEvents([Event.line(1), "[1]", "", Event.line(4)])
            #expect(results.map(\.verdict.status) == [.imported, .rejected, .blank, .imported])
            #expect(results.map(\.insertID) == ["id-1", nil, nil, "id-4"])
            #expect(results[1].verdict.reason?.code == "not_object")
            #expect("\(results[1].verdict)".hasPrefix("rejected by mixport: not_object: "))
        }
    }

    @Test func `line breaks between the tokens of an event do no harm`() async throws {
        try await Self.withImporter { importer, _ in
            let event = Event.line(1).replacingOccurrences(of: ",\"properties\"", with: "\r\n,\n\"properties\"")
            let results = await importer.importEvents([Array(event.utf8)])
            #expect(results.map(\.verdict.status) == [.imported])
        }
    }

    @Test func `events that cannot be delivered come back`() async throws {
        let port = try ClosedPort()
        defer { port.close() }
        var options = ImportOptions()
        options.retry.giveUpAfter = .milliseconds(300)
        let project = try Self.project(at: "http://127.0.0.1:\(port.number)")
        let results = try await MixpanelImport.withImporter(to: .service(project), options: options) {
            await $0.importEvents([Event.line(1)])
        }
        #expect(results.map(\.verdict.status) == [.undelivered])
        #expect(results.map(\.verdict.isPending) == [true])
    }

    /// An event type of a program's own.
    private struct SignUp: Encodable {
        struct Properties: Encodable {
            var time: Date
            var distinct_id: String
            var score: Double
        }

        var event = "Sign up"
        var properties: Properties

        init(_ name: String, score: Double = 1) {
            let time = Date(timeIntervalSince1970: 1_717_200_000.1239)
            properties = Properties(time: time, distinct_id: name, score: score)
        }
    }

    @Test func `a program's own types are events`() async throws {
        try await Self.withImporter { importer, sandbox in
            let events = [SignUp("a"), SignUp("b", score: .nan), SignUp("c")]
            let results = await importer.importEvents(encoding: events)
            #expect(results.map(\.verdict.status) == [.imported, .rejected, .imported])
            #expect(results[1].verdict.message?.hasPrefix("the event cannot be encoded: ") == true)
            let stored = try await sandbox.events.map { String(decoding: $0, as: UTF8.self) }
            #expect(stored.count == 2)
            #expect(stored.allSatisfy { $0.contains("\"time\":1717200000123") }, "\(stored)")
            let ledger = try await sandbox.ledger
            for result in [results[0], results[2]] {
                #expect(ledger.count(of: try #require(result.insertID)) == 1)
            }
        }
    }

    @Test func `one importer keeps its connections over many calls`() async throws {
        try await Self.withImporter { importer, sandbox in
            for number in 1...20 {
                let results = await importer.importEvents([Event.line(number)])
                #expect(results.map(\.verdict.status) == [.imported])
            }
            let connections = Set(try await sandbox.requests.map(\.connection))
            #expect(connections.count == 1)
        }
    }

    @Test func `a validation sends nothing and applies the service's rules`() async throws {
        let results = try await MixpanelImport.withImporter(to: .validation) { importer in
            await importer.importEvents([Event.line(1), Event.anonymous(2), #"{"event":"e","properties":{}}"#, "no"])
        }
        #expect(results.map(\.verdict.status) == [.valid, .valid, .rejected, .rejected])
        #expect(results[2].verdict.field == "properties.time")
        #expect(results[2].verdict.by == .mixport)
        #expect(results[1].insertID?.count == 36)
    }

    @Test func `options that cannot be are refused with a text`() async throws {
        let wrong: [(name: String, set: (inout ImportOptions) -> Void)] = [
            ("concurrency", { $0.concurrency = 0 }), ("concurrency", { $0.concurrency = 101 }),
            ("compressionLevel", { $0.compressionLevel = 10 }), ("batches.events", { $0.batches.events = 2_001 }),
            ("batches.bytes", { $0.batches.bytes = 0 }), ("batches.lineBytes", { $0.batches.lineBytes = 0 }),
            ("batches.delay", { $0.batches.delay = .seconds(-1) }), ("retry.delay", { $0.retry.delay = .zero }),
            ("retry.timeout", { $0.retry.timeout = .zero }), ("retry.maxAttempts", { $0.retry.maxAttempts = 0 }),
            ("retry.giveUpAfter", { $0.retry.giveUpAfter = .zero }), ("grace", { $0.grace = .seconds(-1) }),
            ("rate", { $0.rate = ImportRate(events: 0, window: .seconds(1)) }), ("maxRejects", { $0.maxRejects = 0 }),
            ("expectedLines", { $0.expectedLines = -1 }), ("progressInterval", { $0.progressInterval = .zero }),
        ]
        for (name, set) in wrong {
            var options = ImportOptions()
            set(&options)
            let error = await #expect(throws: ImportError.self) {
                try await MixpanelImport.withImporter(to: .validation, options: options) { _ in }
            }
            let text = error.map { "\($0)" } ?? ""
            #expect(text.hasPrefix("\(name) takes "), "\(text)")
        }
    }

    static func withImporter(
        _ options: ImportOptions = ImportOptions(),
        faults: [FaultRule] = [],
        _ body: (Importer, RunningSandbox) async throws -> Void
    ) async throws {
        var configuration = SandboxConfiguration()
        configuration.faults = faults
        configuration.keepEvents = true
        try await Sandbox.withServer(configuration) { sandbox in
            let destination = ImportDestination.service(try project(at: sandbox.url))
            try await MixpanelImport.withImporter(to: destination, options: options) { importer in
                try await body(importer, sandbox)
            }
        }
    }

    static func project(at url: String) throws -> Project {
        Project(.token(String(repeating: "0", count: 32)), at: try Endpoint(url))
    }
}
