import LibraryExample
import MixpanelImport
import MixpanelSandbox
import SystemPackage
import Testing

/// The examples of the documentation do what their articles say.
@Suite struct ArticleTests {
    private func event(_ number: Int) -> String {
        #"{"event":"Test","properties":{"time":1700000000,"distinct_id":"1","$insert_id":"id-\#(number)"}}"#
    }

    @Test func `validation says what is wrong with events`() async throws {
        let mistakes = try await mistakes(in: [event(1), "[]", #"{"event":"Test","properties":{"distinct_id":"1"}}"#])
        #expect(mistakes.count == 2)
        #expect(mistakes.allSatisfy { $0.hasPrefix("rejected") }, "\(mistakes)")
    }

    @Test func `what is pending arrives with a replay, and nothing else is sent again`() async throws {
        let directory = FilePath("/tmp/mixport-\(UInt64.random(in: 0...UInt64.max))")
        try directory.createDirectory()
        defer { directory.remove(["input", "1.ndjson", "1.pending.ndjson", "2.ndjson"]) }
        let input = directory.appending("input")
        try input.write((1...3).map { event($0) + "\n" }.joined())

        var configuration = SandboxConfiguration()
        configuration.faults = [.request(.contains("id-2"), .status(500))]
        try await Sandbox.withServer(configuration) { sandbox in
            let project = Project(.token("any"), at: try Endpoint(sandbox.url))
            let first = directory.appending("1.ndjson")
            var options = ImportOptions()
            options.batches.events = 1
            options.retry.maxAttempts = 1
            let before = try await importFile(input, into: project, report: first, options: options)
            #expect(before.counts.imported == 2, "\(before)")
            #expect(before.counts.pending == 1, "\(before)")

            try await sandbox.play([])
            let second = directory.appending("2.ndjson")
            let after = try await replayPending(of: first, from: input, into: project, report: second)
            #expect(after.counts.lines == 1, "\(after)")
            #expect(after.counts.imported == 1, "\(after)")
            let ledger = try await sandbox.ledger
            #expect(ledger.events == 3)
            #expect(ledger.distinct == 3)
        }
    }
}
