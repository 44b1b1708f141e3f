import MixpanelSandbox
import Testing

/// Raw lines of an exploded input are read again as what they were, also where the elements are arrays.
@Suite struct ExplodedLinesTests {
    private static let options = [
        "--explode", ".results", "--map", "event=.results[0]", "--map", "time=.results[1]", "--map",
        "distinct_id=.results[2]", "--keep", "x",
    ]
    private static let input =
        #"{"results":[["poison a",1714566896,"u"], [ [], 1, [] ],["poison b",1714566897,"v"],["well",1714566898,"w"]],"x":[1]}"#
        + "\n"

    private static func first(_ body: @Sendable (Chain, Outcome) async throws -> Void) async throws {
        let stimulus = Case(
            .bytes(Array(input.utf8)),
            options + ["--max-attempts", "1"],
            faults: [
                .request(.contains("poison"), .status(500))
            ]
        )
        try await Chain.with(stimulus.service) { chain in
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(75), "\(outcome)")
            #expect(outcome.rows.map(\.status) == [.unknown, .rejected, .unknown, .imported], "\(outcome)")
            try await chain.sandbox.play([])
            try await body(chain, outcome)
        }
    }

    private static func run(_ input: [UInt8], _ arguments: String..., in chain: Chain) async throws -> Outcome {
        try await Case(.bytes(input), arguments + options).run(in: chain.directory, against: chain.sandbox)
    }

    @Test func `the pending and the rejects file are piped back in`() async throws {
        try await Self.first { chain, outcome in
            let pending = outcome.pending ?? []
            let again = try await Self.run(pending, "--report", "again.ndjson", in: chain)
            #expect(again.ending == .exit(0), "\(again)")
            #expect(again.rows.map(\.insertID) == [outcome.rows[0].insertID, outcome.rows[2].insertID], "\(again)")
            let rejects = try await Self.run(outcome.rejects ?? [], "--report", "rejects.ndjson", in: chain)
            #expect(rejects.rows.map(\.reason) == [outcome.rows[1].reason], "\(rejects)")
            #expect(rejects.rejects == outcome.rejects, "\(rejects)")
        }
    }

    @Test func `a run goes on where a report stops, and a replay sends what is left`() async throws {
        try await Self.first { chain, outcome in
            let replay = try await Case(
                .bytes(Array(Self.input.utf8)),
                ["replay", "report.ndjson", "--report", "again.ndjson"] + Self.options
            )
            .run(in: chain.directory, against: chain.sandbox)
            #expect(replay.ending == .exit(0) && replay.count(.imported) == 2, "\(replay)")
            let report = outcome.report ?? []
            for rows in 0...4 {
                let rest = report.split(separator: 0x0A).prefix(rows).flatMap { $0 + [0x0A] }
                try chain.directory.write(rest, to: "report.ndjson")
                let again = try await Self.run(Array(Self.input.utf8), "--resume", in: chain)
                #expect(again.ending == .exit(rows == 0 ? 65 : 75), "\(rows) rows: \(again)")
                #expect(again.rows.count == 4 && again.rejects == outcome.rejects, "\(rows) rows: \(again)")
                try chain.directory.write(outcome.pending ?? [], to: "report.pending.ndjson")
                try chain.directory.write(outcome.rejects ?? [], to: "report.rejects.ndjson")
            }
        }
    }

    @Test func `rows that are streamed have the same raw lines`() async throws {
        let stimulus = Case(
            .bytes(Array(Self.input.utf8)),
            Self.options + ["--report", "-", "--max-attempts", "1"],
            faults: [
                .request(.contains("poison"), .status(500))
            ]
        )
        try await Chain.with(stimulus.service) { chain in
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            let raw = #""raw":"{\"results\":[[\"poison a\",1714566896,\"u\"]],\"x\":[1]}""#
            #expect(outcome.standardOutput.contains(raw), "\(outcome)")
        }
    }
}
