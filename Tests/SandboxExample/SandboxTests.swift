import MixpanelImport
import MixpanelSandbox
import Testing

/// What a test of another package does with the sandbox, each part of its public interface once.
@Suite struct SandboxTests {
    private let event = #"{"event":"Test","properties":{"time":1700000000,"distinct_id":"1","$insert_id":"id-1"}}"#

    private func importEvents(_ events: [String], into sandbox: RunningSandbox) async throws -> [EventResult] {
        let project = Project(.token("any"), at: try Endpoint(sandbox.url))
        var options = ImportOptions()
        options.retry.delay = .milliseconds(10)
        return try await withImporter(to: .service(project), options: options) { await $0.importEvents(events) }
    }

    @Test func `what it stored and what it saw can be asked for`() async throws {
        var configuration = SandboxConfiguration()
        configuration.keepEvents = true
        configuration.keepBodies = true
        configuration.credentials = BasicAuth(user: "any", password: "")
        configuration.rateLimit = RateLimit(events: 1_000, per: .seconds(60))
        try await Sandbox.withServer(configuration) { sandbox in
            let results = try await importEvents([event, event], into: sandbox)
            #expect(results.map(\.verdict.status) == [.imported, .imported])
            let ledger = try await sandbox.ledger
            #expect(ledger.ids.map(\.id) == ["id-1"])
            #expect(ledger.count(of: "id-1") == 2)
            #expect(ledger.duplicates == 1)
            #expect(ledger.statuses == [200: 1])
            #expect(try await sandbox.events == [Array(event.utf8), Array(event.utf8)])
            let request = try #require(try await sandbox.requests.first)
            #expect(request.method == "POST")
            #expect(request.target == "/import?strict=1")
            #expect(request.header("content-encoding") == "gzip")
            #expect(request.events == 2)
            #expect(request.body?.count == request.wireBytes)
            try await sandbox.clear()
            #expect(try await sandbox.ledger.requests == 0)
        }
    }

    @Test func `faults can be changed while it serves`() async throws {
        try await Sandbox.withServer { sandbox in
            try await sandbox.play([
                .request(.number(1), .rateLimited(retryAfter: "0")),
                .request(.number(2), .status(503).delayed(by: .milliseconds(1))),
                .request(.number(3), .answer(SandboxResponse(502, type: "text/html", body: "<h1>Bad Gateway</h1>"))),
                try FaultRule(parsing: "n=4,reset"),
                .request(.always, .failing([1])),
                .connection(.number(1), .reset),
            ])
            let results = try await importEvents([event, event, event], into: sandbox)
            #expect(results.map(\.verdict.status) == [.imported, .rejected, .imported])
            #expect(try await sandbox.connectionCount > 1)
        }
    }

    @Test func `a text that is no fault is an error with a text`() {
        let error = #expect(throws: FaultSyntaxError.self) { try FaultRule(parsing: "stauts=503") }
        #expect(error.map { "\($0)".hasPrefix("stauts=503: ") } == true, "\(String(describing: error))")
    }

    @Test func `a port that is taken is an error with a text`() async throws {
        try await Sandbox.withServer { sandbox in
            var configuration = SandboxConfiguration()
            configuration.port = sandbox.port
            let error = await #expect(throws: CannotListen.self) {
                try await Sandbox.withServer(configuration) { _ in }
            }
            #expect(error.map { "\($0)" } == "port \(sandbox.port): Address already in use")
        }
    }
}
