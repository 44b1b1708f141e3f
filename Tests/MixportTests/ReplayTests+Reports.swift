import Foundation
import MixpanelSandbox
import Testing

/// A replay has two reports, the earlier one and its own: which ones it takes, and which it continues.
extension ReplayTests {
    @Test func `a replay's report is not resumed by an import`() async throws {
        try await Self.afterRun { chain in
            try await Self.check(Self.replay(), of: [7, 23], in: chain, exit: 0)
            let stimulus = Case(Self.input, "--report", "again.ndjson", "--resume")
            try await chain.refuses(stimulus, exits: 78)
        }
    }

    @Test(arguments: [
        ["--report", "report.ndjson"], ["--report", "report.ndjson", "--overwrite"],
        ["--report", "./report.ndjson", "--overwrite"], ["--report", "{directory}/report.ndjson", "--overwrite"],
        ["--report", "link.ndjson", "--overwrite"], ["--report", "report.ndjson", "--resume"],
        ["--rejects", "report.ndjson", "--overwrite"], ["--pending", "report.ndjson", "--overwrite"],
        ["--pending", "other/../report.ndjson", "--overwrite"], ["--rejects", "report.ndjson"],
    ])
    func `the earlier report cannot be a file of its own replay`(arguments: [String]) async throws {
        try await Self.afterRun { chain in
            try chain.directory.makeDirectory("other")
            #expect(link(chain.directory.path("report.ndjson"), chain.directory.path("link.ndjson")) == 0)
            let paths = arguments.map { $0.replacing("{directory}", with: chain.directory.path) }
            let own = paths.contains("--report") ? [] : ["--report", "again.ndjson"]
            let text = Array(Self.input.utf8)
            try await chain.refuses(Case(.bytes(text), ["replay", "report.ndjson"] + own + paths), exits: 64, 73, 78)
        }
    }

    @Test func `a replay that was stopped can be resumed`() async throws {
        try await Self.afterRun { chain in
            let stimulus = Self.replay("--batch-events", "1", "--resume")
            try await chain.sandbox.play([.request(.contains("poison\",\"prop"), .status(401))])
            let first = try await Self.check(stimulus, of: [7, 23], in: chain, exit: 77)
            // Nobody knows what the first run's request had brought about.
            #expect(first.rows.map(\.status) == [.imported, .unknown])
            #expect(first.messages.last?.contains("replay") == true, "\(first.standardError)")
            try await chain.sandbox.play([])
            let second = try await Self.check(stimulus, of: [7, 23], in: chain, exit: 0)
            #expect(second.rows.map(\.status) == [.imported, .imported])
            #expect(second.served.ledger.requests == first.served.ledger.requests + 1)
            let third = try await Self.check(stimulus, of: [7, 23], in: chain, exit: 0)
            #expect(third.served.ledger.requests == second.served.ledger.requests)
        }
    }

    @Test func `a replay that was stopped is not resumed for other lines`() async throws {
        try await Self.afterRun { chain in
            try await chain.sandbox.play([.request(.contains("id-12"), .status(401))])
            let both = ["--status", "unknown", "--status", "rejected"]
            let first = Self.replay("--status", "rejected", "--batch-events", "1")
            let stopped = try await first.run(in: chain.directory, against: chain.sandbox)
            try #require(stopped.ending == .exit(77), "\(stopped)")
            try await chain.sandbox.play([])
            let other = Self.replay().with { $0.arguments += both + ["--resume"] }
            let outcome = try await chain.refuses(other, exits: 78)
            #expect(
                outcome.standardError.contains("line 7") && outcome.standardError.contains("--status"),
                "\(outcome)"
            )
        }
    }

    @Test func `a report that is not there is an error that is named`() async throws {
        let stimulus = Self.replay().with { $0.arguments[1] = "nowhere.ndjson" }
        try await Chain.with(stimulus.service) { chain in
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect([.exit(66), .exit(73), .exit(78)].contains(outcome.ending), "\(outcome)")
            #expect(outcome.standardError.contains("nowhere.ndjson"))
            #expect(outcome.modes.isEmpty && outcome.served.ledger.requests == 0)
        }
    }

    @Test func `a replay says that the report ends before the input does`() async throws {
        let stimulus = Case(Event.lines(5))
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 0, .imported(5))
            let replay = Case(Event.lines(9), "replay", "report.ndjson", "--report", "again")
            let outcome = try await replay.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(0) && outcome.rows.isEmpty, "\(outcome)")
            #expect(outcome.messages.contains { $0.contains("ends at line 5") }, "\(outcome)")
            // A replay's own report has rows for some lines only.
            try chain.directory.write(#"{"line":3,"status":"imported","insert_id":"id-3"}"# + "\n", to: "report.ndjson")
            let quiet = try await replay.with { $0.arguments[3] = "more" }.run(
                in: chain.directory,
                against: chain.sandbox
            )
            #expect(!quiet.standardError.contains("ends at line"), "\(quiet)")
        }
    }
}
