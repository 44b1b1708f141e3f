import Foundation
import MixpanelSandbox
import Testing

/// What is missing, as a report that is replayed.
@Suite struct MissingReportTests {
    private static let rows = [3, 8].map {
        #"{"line":\#($0),"status":"unknown","insert_id":"id-\#($0)","reason":"not_in_export"}"# + "\n"
    }.joined()
    private static let allButTwo = Verifying.events((1...20).filter { ![3, 8].contains($0) })

    @Test func `it has the missing lines under their own numbers`() async throws {
        let seen = try await Verifying(Self.allButTwo, ["--report", "m.ndjson"], exit: 75)
        #expect(seen.files["m.ndjson"] == Self.rows)
        #expect(seen.outcome.modes["m.ndjson"].map { $0 & 0o7777 } == 0o600)
        #expect(seen.lines.last?.hasSuffix("replay m.ndjson < EVENTS") == true, "\(seen.lines)")
    }

    @Test func `a file that is there stays, unless it may be replaced`() async throws {
        let kept = try await Verifying(Self.allButTwo, ["--report", "mine.ndjson"], exit: 73)
        #expect(kept.files["mine.ndjson"] == "mine")
        let message = kept.outcome.standardError
        #expect(message.contains("--overwrite") && !message.contains("--resume"), "\(message)")
        let replaced = try await Verifying(Self.allButTwo, ["--report", "mine.ndjson", "--overwrite"], exit: 75)
        #expect(replaced.files["mine.ndjson"] == Self.rows)
        let emptied = try await Verifying(
            Verifying.events(1...20),
            ["--report", "mine.ndjson", "--overwrite"],
            exit: 0
        )
        #expect(emptied.files["mine.ndjson"] == "")
        let broken = try await Verifying("terminated early", ["--report", "mine.ndjson", "--overwrite"], exit: 66)
        #expect(broken.files["mine.ndjson"] == "mine")
    }

    @Test(arguments: ["r.ndjson", "./r.ndjson", "events.ndjson"]) func `it takes the place of nothing that is read`(
        name: String
    ) async throws {
        let arguments = ["--report", name, "--overwrite", "--input", "events.ndjson"]
        let seen = try await Verifying(Self.allButTwo, arguments, exit: 73)
        #expect(seen.files["events.ndjson"] == Verifying.events(1...20))
    }

    @Test func `what the service lost is found, sent again, and there`() async throws {
        let input = Event.lines(3_000)
        let stimulus = Case(.bytes(Array(input.utf8)), "--batch-events", "500").with { $0.service.exportLoss = 0.01 }
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 0, .imported(3_000), requests: 6)
            let there = Set(Self.ids(try await chain.sandbox.export()))
            let lost = (1...3_000).filter { !there.contains("id-\($0)") }
            #expect((10...60).contains(lost.count))
            let found = try await Self.verify(chain, ["--report", "missing.ndjson"])
            #expect(found.ending == .exit(75), "\(found)")
            #expect(found.rows.map(\.line) == lost)
            let replay = Case(.bytes(Array(input.utf8)), ["replay", "missing.ndjson", "--report", "again.ndjson"])
            let sent = try await replay.run(in: chain.directory, against: chain.sandbox)
            #expect(sent.ending == .exit(0) && sent.rows.map(\.line) == lost, "\(sent)")
            #expect(sent.rows.allSatisfy { $0.status == .imported })
            let proved = try await Self.verify(chain, [])
            #expect(proved.ending == .exit(0) && proved.served.ledger.distinct == 3_000, "\(proved)")
        }
    }

    /// Against what the service says it has now.
    private static func verify(_ chain: Chain, _ arguments: [String]) async throws -> Outcome {
        let verifying = Case(.bytes(try await chain.sandbox.export()), ["verify", "report.ndjson"] + arguments)
        return try await verifying.with { $0.defaults = [] }.run(in: chain.directory, against: chain.sandbox)
    }

    private static func ids(_ export: [UInt8]) -> [String] {
        String(decoding: export, as: UTF8.self).matches(of: /"\$insert_id":"([^"]+)"/).map { String($0.1) }
    }
}
