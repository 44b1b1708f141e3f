import Foundation
import MixpanelSandbox
import Testing

@Suite struct ReplayTests {
    /// Lines 7 and 23 break the service, line 12 fails its validation, line 15 is no JSON, line 18 is blank.
    private static func line(_ number: Int) -> String {
        switch number {
        case 7: Event.line(7, value: #""poison""#)
        case 23: Event.anonymous(23).replacing("Test", with: "poison")
        case 12: Event.line(12).replacing(#""time":17"#, with: #""time":"x","y":17"#)
        case 15: "{"
        case 18: " "
        default: Event.line(number)
        }
    }

    static let input = (1...30).map { line($0) + "\n" }.joined()
    private static let poison = FaultRule.request(.contains("poison"), .status(500))

    /// After a complete run that left two lines pending, against a service that is well.
    static func afterRun(_ body: @Sendable (Chain) async throws -> Void) async throws {
        let stimulus = Case(input, "--max-attempts", "1", faults: [poison])
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(
                stimulus,
                exit: 75,
                .imported(25),
                .rejected(2, "not_json", "validation"),
                .unknown(2, "http_500"),
                .blank(1)
            )
            try await chain.sandbox.play([])
            try await body(chain)
        }
    }

    static func replay(_ arguments: String..., input: String = input) -> Case {
        let own = ["replay", "report.ndjson"] + (arguments.contains("--report") ? [] : ["--report", "again.ndjson"])
        return Case(.bytes(Array(input.utf8)), own + arguments)
    }

    /// A replay obeys the laws as an import of the picked lines alone would; its rows have their original numbers.
    @discardableResult
    static func check(
        _ stimulus: Case,
        of picks: [Int],
        in chain: Chain,
        exit code: Int32,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        let earlier = chain.files["report.ndjson"]
        let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
        #expect(outcome.rows.map(\.line) == Array(picks.prefix(outcome.rows.count)), sourceLocation: location)
        #expect(outcome.ending == .exit(code), "\(outcome)", sourceLocation: location)
        #expect(chain.files["report.ndjson"] == earlier, sourceLocation: location)
        let lines = stimulus.inputLines
        var picked = stimulus
        picked.lines = lines.text(of: picks)
        var seen = outcome
        let events = Set(picks.map { lines.event($0) })
        seen.served.events.removeAll { !events.contains(stimulus.storedEvent($0).line) }
        let rows = zip(1..., outcome.rows).map { number, row in
            row.text.replacing(#"{"line":\#(row.line),"#, with: #"{"line":\#(number),"#)
        }
        seen.report = Array(rows.map { $0 + "\n" }.joined().utf8)
        seen.rows = rows.compactMap { try? Row(Array($0.utf8)) }
        if seen.rejects?.isEmpty == true { seen.rejects = nil }
        if seen.pending?.isEmpty == true { seen.pending = nil }
        var invariants = Invariants(picked, seen)
        invariants.check()
        let text = invariants.violations.joined(separator: "\n")
        #expect(invariants.violations.isEmpty, "\(text)\n\(outcome)", sourceLocation: location)
        return outcome
    }

    @Test func `what is pending is sent again, and nothing else is`() async throws {
        try await Self.afterRun { chain in
            let before = try await chain.sandbox.requests.count
            let outcome = try await Self.check(Self.replay(), of: [7, 23], in: chain, exit: 0)
            #expect(outcome.rows.allSatisfy { $0.status == .imported })
            #expect(outcome.served.requests.dropFirst(before).map(\.events) == [2])
            #expect(outcome.served.ledger.distinct == 27)
            #expect(outcome.rows[0].insertID == "id-7")
        }
    }

    @Test func `what is still poisonous stays pending`() async throws {
        try await Self.afterRun { chain in
            try await chain.sandbox.play([.request(.contains(#""id-7""#), .status(500))])
            let outcome = try await Self.check(Self.replay("--max-attempts", "1"), of: [7, 23], in: chain, exit: 75)
            #expect(outcome.rows.map(\.status) == [.unknown, .imported])
            #expect(outcome.pending == Array((Self.line(7) + "\n").utf8))
        }
    }

    @Test func `rejected lines are sent again where that is wanted`() async throws {
        let stimulus = Case(Self.input, faults: [.request(.number(1), .failing([0, 1]))])
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 65, .imported(25), .rejected(4), .blank(1), requests: 1)
            let again = Self.replay("--status", "rejected")
            let outcome = try await Self.check(again, of: [1, 2, 12, 15], in: chain, exit: 65)
            #expect(outcome.rows.map(\.status) == [.imported, .imported, .rejected, .rejected])
            #expect(outcome.served.requests.last?.events == 3)
        }
    }

    @Test func `where nothing is pending nothing is sent`() async throws {
        let stimulus = Case(Self.input)
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 65, .imported(27), .rejected(2), .blank(1), requests: 1)
            let outcome = try await Self.check(Self.replay(), of: [], in: chain, exit: 0)
            #expect(outcome.served.ledger.requests == 1)
        }
    }

    private static let otherInputs: [(name: String, text: String)] = [
        ("an id before all that is picked", input.replacing(#""id-2""#, with: #""id-99""#)),
        ("the picked line's id", input.replacing(#""id-7""#, with: #""id-99""#)),
        ("a line inserted at the start", Event.line(77) + "\n" + input),
        ("nothing", ""),
    ]

    @Test(arguments: otherInputs.indices, [[], ["--overwrite"], ["--resume"]])
    func `another input is refused, and nothing is sent or left behind`(
        index: Int,
        arguments: [String]
    ) async throws {
        try await Self.afterRun { chain in
            let stimulus = Self.replay(input: Self.otherInputs[index].text).with { $0.arguments += arguments }
            try await chain.refuses(stimulus, exits: 78)
        }
    }

    @Test(arguments: [
        input.replacing(#""id-29""#, with: #""id-99""#), (1...25).map { line($0) + "\n" }.joined(),
    ])
    func `another input is refused also where it differs only after the picked lines`(text: String) async throws {
        try await Self.afterRun { chain in
            try await chain.refuses(Self.replay(input: text), exits: 78)
        }
    }

    @Test func `the number of lines to expect is that of the input`() async throws {
        try await Self.afterRun { chain in
            try await Self.check(Self.replay("--expect-lines", "30"), of: [7, 23], in: chain, exit: 0)
            let short = Self.replay("--expect-lines", "2", "--report", "third.ndjson")
            let outcome = try await Self.check(short, of: [7, 23], in: chain, exit: 66)
            #expect(outcome.standardError.contains("expected 2 lines, got 30"), "\(outcome.standardError)")
        }
    }

    @Test func `what was unknown is not called undelivered by a replay that gets nowhere`() async throws {
        let options = ["--give-up-after", "300ms", "--retry-delay", "4ms"]
        let stimulus = Case(
            .bytes(Array(Event.lines(5).utf8)),
            options,
            faults: [.request(.always, .reset, commit: true)]
        )
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 75, .unknown(5, "stopped"))
            let closed = try ClosedPort()
            defer { closed.close() }
            let replay = stimulus.with { stimulus in
                let url = "http://127.0.0.1:\(closed.number)"
                stimulus.arguments = ["replay", "report.ndjson", "--report", "again", "--endpoint", url] + options
            }
            try await chain.run(replay, exit: 75, .unknown(5, "stopped"), requests: 0)
        }
    }
}
