import MixpanelSandbox
import Testing

/// Rows of lines that the user's options left out have no id. A resumed run passes over them only where its own options
/// leave the lines out as well.
@Suite struct SkippedRowTests {
    private static func event(_ number: Int, _ name: String) -> String {
        Event.line(number).replacing(#""event":"Test""#, with: #""event":"\#(name)""#) + "\n"
    }

    private static let input = event(1, "a") + event(2, "b") + event(3, "a") + event(4, "b")

    private static func run(_ text: String = input, _ arguments: String...) -> Case {
        let bytes = Case.Input.bytes(Array(text.utf8))
        return Case(bytes, ["--resume"] + arguments)
    }

    /// Two lines are left out.
    private static func expect(_ run: Case, imported: Int, requests: Int, in chain: Chain) async throws {
        let before = try await chain.sandbox.ledger.requests
        let outcome = try await run.run(in: chain.directory, against: chain.sandbox)
        #expect(outcome.ending == .exit(0) && outcome.count(.skipped) == 2, "\(outcome)")
        #expect(outcome.count(.imported) == imported, "\(outcome)")
        #expect(outcome.served.ledger.requests - before == requests, "\(outcome)")
    }

    @Test func `a line that other options would send is not passed over`() async throws {
        let first = Self.run(Self.input, "--where", #".event == "a""#)
        try await Chain.with(first.service) { chain in
            try await Self.expect(first, imported: 2, requests: 1, in: chain)
            for other in [
                Self.run(), Self.run(Self.input, "--where", #".event == "b""#),
                Self.run(Self.input, "--since", "2001-01-01"), Self.run(Self.input, "--set", "x=1"),
            ] {
                let outcome = try await chain.refuses(other, exits: 78)
                #expect(outcome.standardError.contains("line "), "\(outcome)")
            }
            let only = Self.run(Self.input, "--where", #".event == "a" and .properties.time != 0"#)
            try await Self.expect(only, imported: 2, requests: 0, in: chain)
            let grown = Self.run(Self.input + Self.event(5, "a"), "--where", #".event == "a""#)
            try await Self.expect(grown, imported: 3, requests: 1, in: chain)
        }
    }

    @Test func `a line in place of one that was left out is another input`() async throws {
        let first = Self.run(Self.input, "--where", #".event == "a""#)
        try await Chain.with(first.service) { chain in
            try await Self.expect(first, imported: 2, requests: 1, in: chain)
            let other = Self.event(1, "a") + Self.event(7, "a") + Self.event(3, "a") + Self.event(4, "b")
            let outcome = try await chain.refuses(Self.run(other, "--where", #".event == "a""#), exits: 78)
            #expect(outcome.standardError.contains("line 2"), "\(outcome)")
        }
    }

    /// What a log ended with had no object yet.
    @Test func `a line that was left out for what has come since is judged again`() async throws {
        let begun = Event.line(1) + "\n2026-01-01 12:00:00 "
        let first = Self.run(begun, "--skip-prefix")
        try await Chain.with(first.service) { chain in
            let earlier = try await first.run(in: chain.directory, against: chain.sandbox)
            #expect(earlier.ending == .exit(0) && earlier.count(.skipped) == 1, "\(earlier)")
            let again = try await first.run(in: chain.directory, against: chain.sandbox)
            #expect(again.report == earlier.report && again.served.ledger.requests == 1, "\(again)")
            let grown = Self.run(begun + Event.line(2) + "\n" + Event.line(3) + "\n", "--skip-prefix")
            let outcome = try await grown.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(0) && outcome.count(.imported) == 3, "\(outcome)")
            #expect(outcome.served.ledger.distinct == 3, "\(outcome)")
        }
    }

    /// It sends what is pending; lines that were left out are none of its business.
    @Test func `a replay needs no option for lines that it does not send`() async throws {
        let poison = FaultRule.request(.contains(#""id-3""#), .status(500))
        let first = Case(Self.input, "--where", #".event == "a""#, "--max-attempts", "1", faults: [poison])
        try await Chain.with(first.service) { chain in
            let earlier = try await first.run(in: chain.directory, against: chain.sandbox)
            #expect(earlier.count(.skipped) == 2 && earlier.count(.unknown) == 1, "\(earlier)")
            try await chain.sandbox.play([])
            let replay = Case(Self.input, "replay", "report.ndjson", "--report", "again")
            let again = try await replay.run(in: chain.directory, against: chain.sandbox)
            #expect(again.ending == .exit(0) && again.rows.map(\.line) == [3], "\(again)")
        }
    }
}
