import InMemoryLogging
import Logging
import MixpanelImport
import MixpanelSandbox
import Testing

/// What a server that the library is a part of finds in its log.
@Suite struct LoggerTests {
    private func entries(
        _ faults: [FaultRule],
        _ options: ImportOptions = ImportOptions()
    ) async throws -> [InMemoryLogHandler.Entry] {
        var options = options
        let handler = InMemoryLogHandler()
        options.logger = Logger(label: "test") { _ in handler }
        options.retry.delay = .milliseconds(10)
        var configuration = SandboxConfiguration()
        configuration.faults = faults
        try await Sandbox.withServer(configuration) { sandbox in
            let project = Project(.token("a-token-that-is-secret"), at: try Endpoint(sandbox.url))
            try await withImporter(to: .service(project), options: options) { importer in
                let event = #"{"event":"Test","properties":{"time":1700000000,"distinct_id":"1"}}"#
                _ = await importer.importEvents([event])
            }
        }
        return handler.entries
    }

    @Test func `an import without trouble logs nothing at the usual level`() async throws {
        #expect(try await entries([]).isEmpty)
    }

    @Test func `answers that make a retry necessary are there`() async throws {
        let entries = try await entries([.request(.number(1), .rateLimited(retryAfter: "0"))])
        let answers = entries.filter { $0.message == "mixpanel answered a request" }
        #expect(answers.map(\.level) == [.info], "\(entries)")
        #expect(answers.allSatisfy { "\($0.metadata["answer"] ?? "")".hasPrefix("429") }, "\(entries)")
    }

    @Test func `the cause of an early end is an error, and the credentials are in none`() async throws {
        let entries = try await entries([
            .request(.always, .status(401, body: #"{"error":"no a-token-that-is-secret here"}"#))
        ])
        let last = try #require(entries.last)
        #expect(last.level == .error)
        #expect(last.message == "mixpanel import stops early")
        #expect(last.metadata["cause"] == "the service refuses the credentials (401)")
        #expect(!"\(entries.map(\.metadata))".contains("a-token-that-is-secret"))
    }
}
