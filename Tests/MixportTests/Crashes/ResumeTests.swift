import Foundation
import MixpanelSandbox
import Testing

@Suite struct ResumeTests {
    private static let input = Event.lines(5_000)

    /// Three batches; the run stops in the last one.
    private static func afterStop(_ body: @Sendable (Chain, Case) async throws -> Void) async throws {
        let stimulus = Case(input, "--resume", faults: [.request(.from(3), .status(401))])
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(
                stimulus,
                exit: 77,
                .imported(4_000),
                .undelivered(.between(1, 1_000), "stopped"),
                requests: 3
            )
            try await chain.sandbox.play([])
            try await body(chain, stimulus)
        }
    }

    private static func cut(behind line: Int, bytes: Int = 0) -> String {
        let lines = InputLines(Array(input.utf8))
        let text = lines.text(of: 1...line) + lines.raw[line].prefix(bytes)
        return String(decoding: text, as: UTF8.self)
    }

    private static let otherInputs: [(name: String, text: String)] = [
        ("a changed id", input.replacing(#""id-1234""#, with: #""id-9999""#)),
        (
            "an inserted line",
            input.replacing(Event.line(1_234) + "\n", with: "\(Event.line(7_777))\n\(Event.line(1_234))\n")
        ),
        ("a removed line", input.replacing(Event.line(1_234) + "\n", with: "")),
        ("a blank line in place of another", input.replacing(Event.line(1_234) + "\n", with: "\n")),
        ("cut within a line", cut(behind: 1_233, bytes: 40)),
        ("cut between lines", cut(behind: 1_233)),
        ("nothing", ""),
    ]

    @Test(arguments: otherInputs.indices) func `another input is refused, and nothing is changed`(
        index: Int
    ) async throws {
        let (name, text) = Self.otherInputs[index]
        try await Self.afterStop { chain, stimulus in
            for input in [Case.Input.bytes(Array(text.utf8)), .file(Array(text.utf8))] {
                let outcome = try await chain.refuses(stimulus.with { $0.input = input }, exits: 78)
                let said = outcome.standardError.replacing(",", with: "")
                let isNamed = said.contains("line 1234") || index > 4 && said.contains("\(index == 5 ? 1233 : 0) lines")
                #expect(isNamed, "\(name): \(said)")
            }
            // The right input goes on as if nothing had happened.
            try await chain.run(stimulus, exit: 0, .imported(5_000), requests: 1)
        }
    }

    /// They will be cut, but with them their raw lines would go.
    @Test(
        arguments: [
            ("line 4500", input.replacing(#""id-4500""#, with: #""id-9999""#)), ("4001 lines", cut(behind: 4_001)),
            ("4999 lines", cut(behind: 4_999)), ("4000 lines", cut(behind: 4_000)),
        ],
        [2_000, 7]
    )
    func `rows without a verdict are checked as well before anything is changed`(
        other: (name: String, text: String),
        events: Int
    ) async throws {
        let stimulus = Case(.bytes(Array(Self.input.utf8)), ["--resume"], faults: [.request(.from(3), .status(401))])
        try await Chain.with(stimulus.service) { chain in
            let first = try await chain.run(stimulus, exit: 77, .imported(4_000), .undelivered(1_000, "stopped"))
            try #require(first.rows.count == 5_000)
            try await chain.sandbox.play([])
            let resumed = stimulus.with { $0.arguments += ["--batch-events", "\(events)"] }
            for input in [Case.Input.bytes(Array(other.text.utf8)), .file(Array(other.text.utf8))] {
                let outcome = try await chain.refuses(resumed.with { $0.input = input }, exits: 78)
                #expect(outcome.standardError.replacing(",", with: "").contains(other.name), "\(outcome)")
            }
            try await chain.run(resumed, exit: 0, .imported(5_000), requests: .between(1, 143))
        }
    }

    /// A stop before there was any verdict leaves a report of nothing but rows that will be cut.
    @Test func `a report without a single verdict is not resumed with another input`() async throws {
        let stimulus = Case(
            Event.lines(40),
            "--resume",
            "--batch-events",
            "8",
            faults: [.request(.always, .status(401))]
        )
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 77, .undelivered(.between(8, 40), "stopped"))
            try await chain.sandbox.play([])
            for other in [Event.lines(41...43), Event.lines(1...7), "", "\n"] {
                try await chain.refuses(stimulus.with { $0.input = .bytes(Array(other.utf8)) }, exits: 78)
            }
            try await chain.run(stimulus, exit: 0, .imported(40), requests: 5)
        }
    }

    @Test func `a line in place of a blank one is another input`() async throws {
        let stimulus = Case(Event.lines(2) + "\n" + Event.lines(4...5), "--resume")
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 0, .imported(4), .blank(1), requests: 1)
            let outcome = try await chain.refuses(Case(Event.lines(5), "--resume"), exits: 78)
            #expect(outcome.standardError.contains("line 3"), "\(outcome)")
        }
    }

    @Test func `a resumed run sends exactly the lines that are missing`() async throws {
        try await Self.afterStop { chain, stimulus in
            let outcome = try await chain.run(stimulus, exit: 0, .imported(5_000), requests: 1)
            #expect(outcome.served.requests.last?.events == 1_000)
            #expect(outcome.stored == (1...5_000).map { Event.line($0) })
        }
    }

    @Test(arguments: [
        "garbage", "", "{}", #"{"line":4,"status":"imported","insert_id":"id-3"}"#,
        #"{"line":3,"status":"fine","insert_id":"id-3"}"#, #"{"status":"imported","line":3,"insert_id":"id-3"}"#,
        #"{"line":3,"status":"imported","insert_id":"id-3""#, "\0\0\0\0\0\0\0\0",
        #"{"line":3,"status":"rejected","by":"nobody","reason":"whim"}"#, Event.line(3),
        #"{"line":3,"status":"imported","insert_id":"x\u"}"#, #"{"line":3,"status":"imported","insert_id":"\u00"}"#,
        #"{"line":3,"status":"rejected","by":"server","reason":"validation","message":"\ud83d\u12"}"#,
    ])
    func `a report with a row that is none is refused`(row: String) async throws {
        let stimulus = Case(Event.lines(5), "--resume")
        try await Chain.with(stimulus.service) { chain in
            let rows = (1...4).map { #"{"line":\#($0),"status":"imported","insert_id":"id-\#($0)"}"# }
            let text = (rows[..<2] + [row] + rows[3...]).map { $0 + "\n" }.joined()
            try chain.directory.write(text, to: "report.ndjson")
            let outcome = try await chain.refuses(stimulus, exits: 78)
            #expect(outcome.standardError.contains("3"), "\(outcome.standardError)")
        }
    }

    @Test func `bytes without end after the rows of the input are refused`() async throws {
        let stimulus = Case(Event.lines(5), "--resume")
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 0, .imported(5), requests: 1)
            #expect(truncate(chain.directory.path("report.ndjson"), 1 << 28) == 0)
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(78) && !outcome.isHung, "\(outcome.ending)")
            #expect(outcome.report?.count == 1 << 28)
        }
    }

    @Test func `a file that is no report is refused`() async throws {
        let stimulus = Case(Event.lines(5), "--resume")
        for text in ["hello\nworld\n", Event.lines(5), "\n\n\n"] {
            try await Chain.with(stimulus.service) { chain in
                try chain.directory.write(text, to: "report.ndjson")
                try await chain.refuses(stimulus, exits: 78)
            }
        }
    }

    /// A row `valid` is not a row `imported`.
    @Test func `a dry run's report is not resumed by an import`() async throws {
        let dry = Case(Event.lines(5), "--dry-run")
        let stimulus = Case(Event.lines(9), "--resume")
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(dry, exit: 0, .valid(5), requests: 0)
            try await chain.refuses(stimulus, exits: 78)
            try await chain.refuses(stimulus.with { $0.input = dry.input }, exits: 78)
        }
    }

    @Test func `an import's report is not resumed by a dry run`() async throws {
        let stimulus = Case(Event.lines(5))
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 0, .imported(5), requests: 1)
            try await chain.refuses(Case(Event.lines(9), "--dry-run", "--resume"), exits: 78)
            try await chain.refuses(Case(Event.lines(5), "--dry-run", "--resume"), exits: 78)
        }
    }

    @Test func `a dry run resumes its own report`() async throws {
        let dry = Case(Event.lines(5), "--dry-run", "--resume")
        try await Chain.with(dry.service) { chain in
            let first = try await chain.run(dry, exit: 0, .valid(5), requests: 0)
            let second = try await chain.run(dry, exit: 0, .valid(5), requests: 0)
            #expect(first.report == second.report)
        }
    }

    private static let mixed = (1...40).map { number in
        switch number % 10 {
        case 3: "{\n"
        case 6: "\n"
        default: Event.line(number) + "\n"
        }
    }.joined()

    private static let complete: [(text: String, exit: Int32, fault: RequestFault)] = [
        (Event.lines(40), 0, .close),
        (mixed, 65, .close),
        (mixed + Event.line(41, value: #""poison""#) + "\n" + Event.lines(42...45), 75, .status(500)),
        (mixed + Event.line(41, value: #""poison""#) + "\n", 76, .status(200, body: "OK")),
    ]

    @Test(arguments: complete.indices) func `a complete run that is resumed sends nothing and ends the same`(
        index: Int
    ) async throws {
        let (text, exit, fault) = Self.complete[index]
        let faults: [FaultRule] = [.request(.contains("poison"), fault)]
        let stimulus = Case(text, "--resume", "--batch-events", "8", "--max-attempts", "1", faults: faults)
        try await Chain.with(stimulus.service) { chain in
            let first = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(first.ending == .exit(exit), "\(first)")
            let files = chain.files
            for _ in 1...2 {
                let again = try await stimulus.run(in: chain.directory, against: chain.sandbox)
                #expect(again.ending == .exit(exit), "\(again)")
                #expect(again.served.ledger.requests == first.served.ledger.requests, "\(again)")
                #expect(chain.files == files)
            }
        }
    }
}
