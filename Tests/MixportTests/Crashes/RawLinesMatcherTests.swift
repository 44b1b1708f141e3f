import Foundation
import MixpanelSandbox
import Testing

/// Raw lines that stand beside a report when it is resumed: its own ones, or those of a report that shares their name.
@Suite struct RawLinesMatcherTests {
    /// `run.jsonl` and `run.json` both have their pending lines in `run.pending.ndjson`.
    private static func run(_ ending: String, _ lines: ClosedRange<Int>, _ more: String...) -> Case {
        let arguments = ["--report", "run.\(ending)", "--resume", "--batch-events", "1"] + more
        return Case(.bytes(Array(Event.lines(lines).utf8)), arguments)
    }

    private static let refused: [FaultRule] = [.request(.always, .status(401))]

    @Test(arguments: [1...5, 1...9])
    func `pending lines of another report are not cut by one that has none`(grown: ClosedRange<Int>) async throws {
        let service = Self.run("json", 1...5).service
        try await Chain.with(service) { chain in
            try await chain.run(Self.run("json", 1...5), exit: 0, .imported(5))
            try await chain.sandbox.play(Self.refused)
            let other = Self.run("jsonl", 11...13)
            let stopped = try await other.run(in: chain.directory, against: chain.sandbox)
            try #require(stopped.ending == .exit(77) && stopped.pending != nil, "\(stopped)")
            try await chain.sandbox.play([])
            let outcome = try await chain.refuses(Self.run("json", grown), exits: 73)
            #expect(outcome.standardError.contains("run.pending.ndjson"), "\(outcome)")
            #expect(!outcome.standardError.contains("0 lines"), "\(outcome)")
            try await chain.run(Self.run("json", grown, "--pending", "own"), exit: 0, .imported(Amount(grown.count)))
            let resumed = try await other.run(in: chain.directory, against: chain.sandbox)
            #expect(resumed.ending == .exit(0) && resumed.rows.count == 3, "\(resumed)")
        }
    }

    @Test(arguments: [false, true])
    func `pending lines of another report are not cut by one whose own are gone`(isPoison: Bool) async throws {
        try await Chain.with(Self.run("json", 1...5).service) { chain in
            let us = isPoison ? Self.run("json", 1...5, "--max-attempts", "1") : Self.run("json", 1...5)
            let poison: [FaultRule] = [
                .request(.contains("id-2"), .status(500)), .request(.contains("id-4"), .status(401)),
            ]
            try await chain.sandbox.play(isPoison ? poison : [.request(.contains("id-2"), .status(401))])
            let first = try await us.run(in: chain.directory, against: chain.sandbox)
            try #require(first.ending == .exit(77) && first.rows[1].status.isPending, "\(first)")
            try chain.directory.write(Event.lines(12...13), to: "run.pending.ndjson")
            try await chain.sandbox.play([])
            let outcome = try await chain.refuses(us, exits: 73)
            #expect(outcome.standardError.contains("run.pending.ndjson"), "\(outcome)")
            #expect(outcome.standardError.contains("line 2"), "\(outcome)")
        }
    }

    /// What a crash leaves: a raw line is written before its row.
    @Test(arguments: ["", "{bad 4}\n", "{bad 4}\n{bad 7}\n", "{bad 4}\n{ba", "{b"], [0, 1, 2])
    func `raw lines of rows that were not written are cut`(extra: String, kept: Int) async throws {
        let lines = (1...10).map { [4, 7].contains($0) ? "{bad \($0)}" : $0 == kept ? "{" : Event.line($0) }
        let stimulus = Case(lines.map { $0 + "\n" }.joined(), "--resume")
        try await Chain.with(stimulus.service) { chain in
            let rows = (1...3).map { number in
                number == kept
                    ? #"{"line":\#(number),"status":"rejected","by":"mixport","reason":"not_json","column":2,"message":"x"}"#
                    : #"{"line":\#(number),"status":"imported","insert_id":"id-\#(number)"}"#
            }
            try chain.directory.write(rows.map { $0 + "\n" }.joined(), to: "report.ndjson")
            try chain.directory.write((kept == 0 ? "" : "{\n") + extra, to: "report.rejects.ndjson")
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(65), "\(outcome)")
            let wanted = (kept == 0 ? "" : "{\n") + "{bad 4}\n{bad 7}\n"
            #expect(outcome.rejects == Array(wanted.utf8), "\(outcome)")
        }
    }

    @Test func `raw lines that do not follow in the input are not cut`() async throws {
        let stimulus = Case(Event.lines(5), "--resume")
        try await Chain.with(stimulus.service) { chain in
            let row = #"{"line":1,"status":"imported","insert_id":"id-1"}"# + "\n"
            for extra in [
                Event.line(9) + "\n", Event.line(3) + "\n" + Event.line(2) + "\n", Event.line(1) + "\n", "\n",
            ] {
                try chain.directory.write(row, to: "report.ndjson")
                try chain.directory.write(extra, to: "report.pending.ndjson")
                let outcome = try await chain.refuses(stimulus, exits: 73)
                #expect(outcome.standardError.contains("report.pending.ndjson"), "\(outcome)")
            }
        }
    }

    /// The first run ends at event 5, before which all have their verdict.
    private static func stopsAtFive(_ text: String) -> Case {
        let faults: [FaultRule] = [.request(.contains("id-5"), .status(401))]
        return Case(text, "--resume", "--batch-events", "1", faults: faults)
    }

    @Test func `long lines are recognised as well`() async throws {
        let long = String(repeating: "x", count: 3_000_000)
        let lines = [Event.line(1), long + "1", Event.line(3), long + "2\r", Event.line(5)]
        let text = lines.map { $0 + "\n" }.joined()
        let stimulus = Self.stopsAtFive(text)
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 77, .imported(2), .rejected(2, "line_too_long"), .undelivered(1))
            try await chain.sandbox.play([])
            let rejects = try #require(chain.files["report.rejects.ndjson"])
            for other in [long + "3\n" + long + "2\r\n", long + "1\n" + long + "3\r\n", long + "\n", "\n" + rejects] {
                try chain.directory.write(other, to: "report.rejects.ndjson")
                try await chain.refuses(stimulus, exits: 73)
            }
            try chain.directory.write(rejects + long, to: "report.rejects.ndjson")
            let outcome = try await chain.run(stimulus, exit: 65, .imported(3), .rejected(2))
            #expect(outcome.rejects == Array(rejects.utf8))
        }
    }

    @Test func `a rejected line that was corrected is not passed over in silence`() async throws {
        let text = Event.lines(2) + "{\n" + Event.lines(4...5)
        let stimulus = Self.stopsAtFive(text)
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 77, .imported(3), .rejected(1), .undelivered(1))
            try await chain.sandbox.play([])
            let outcome = try await chain.refuses(
                stimulus.with { $0.input = .bytes(Array(Event.lines(5).utf8)) },
                exits: 73
            )
            #expect(outcome.standardError.contains("line 3"), "\(outcome)")
            try await chain.run(stimulus, exit: 65, .imported(4), .rejected(1))
        }
    }

    /// 1,000 lines are in the report; the raw line that a kill left is of one that comes much later.
    private static func afterKill(_ body: @Sendable (Chain, Case) async throws -> Void) async throws {
        let stimulus = Case(Event.lines(10), "--resume")
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 0, .imported(10))
            try chain.directory.write(Event.line(1_500) + "\n", to: "report.pending.ndjson")
            try await body(chain, stimulus)
        }
    }

    @Test func `a stop while raw lines are looked for changes nothing`() async throws {
        try await Self.afterKill { chain, stimulus in
            let files = chain.files
            let acts: [Action] = [
                .write(Event.lines(100)), .wait(.taken), .pause(.milliseconds(300)), .signal(SIGINT), .hold,
            ]
            let stopped = try await stimulus.with { $0.input = .script(acts) }.run(
                in: chain.directory,
                against: chain.sandbox
            )
            #expect(stopped.ending == .signal(SIGINT) && stopped.served.ledger.requests == 1, "\(stopped)")
            #expect(chain.files == files)
            try await chain.run(
                stimulus.with { $0.input = .bytes(Array(Event.lines(2_000).utf8)) },
                exit: 0,
                .imported(2_000)
            )
        }
    }

    @Test(arguments: [200, 2]) func `gzip that ends early while raw lines are looked for is an error of the input`(
        share: Int
    ) async throws {
        try await Self.afterKill { chain, stimulus in
            let text = Array((1...3_000).map { Event.line($0) + "\n" }.joined().utf8)
            let packed = try await Tool.run("/usr/bin/gzip", "-c", input: text).output
            let half = Array(packed.dropLast(packed.count / share))
            let broken = stimulus.with { $0.input = .bytes(half) }
            let outcome = try await broken.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(66), "\(outcome)")
            #expect(outcome.rows.allSatisfy { $0.status == .imported })
            try await chain.run(stimulus.with { $0.input = .bytes(text) }, exit: 0, .imported(3_000))
        }
    }

    @Test func `what a complete report does not speak of stays, whatever its last line is`() async throws {
        for text in [Event.line(1) + "\n{\n", "{\n" + Event.line(2) + "\n"] {
            let stimulus = Case(text, "--resume")
            try await Chain.with(stimulus.service) { chain in
                try await chain.run(stimulus, exit: 65, .imported(1), .rejected(1))
                try chain.directory.write("{\nforeign line\n", to: "report.rejects.ndjson")
                try await chain.refuses(stimulus, exits: 73)
            }
        }
    }

    @Test func `a complete report is not judged anew by other rules`() async throws {
        let text = Event.line(1) + "\n" + Event.anonymous(2) + "\n"
        let stimulus = Case(text, "--insert-id", "require")
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 65, .imported(1), .rejected(1, "missing_insert_id"))
            let again = try await Case(text, "--resume").run(in: chain.directory, against: chain.sandbox)
            #expect(again.ending == .exit(65) && again.served.ledger.requests == 1, "\(again)")
        }
    }

    @Test(arguments: [true, false]) func `raw lines that are gone are reported`(isCut: Bool) async throws {
        let text = Event.line(1) + "\n{bad 2}\n{bad 3}\n" + Event.line(4) + "\n"
        let stimulus = Case(text, "--resume")
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 65, .imported(2), .rejected(2))
            unlink(chain.directory.path("report.rejects.ndjson"))
            if isCut { try chain.directory.write("{bad 2}\n", to: "report.rejects.ndjson") }
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(65), "\(outcome)")
            let lost = outcome.messages.filter { $0.contains("report.rejects.ndjson has lost") }
            #expect(lost.count == 1 && lost[0].contains("line \(isCut ? 3 : 2)"), "\(outcome)")
        }
    }

    @Test func `rows of another report are refused at a long line as well`() async throws {
        let long = String(repeating: "x", count: 3_000) + "\n"
        let stimulus = Case(Event.lines(2) + long + Event.lines(4...5), "--resume", "--max-line-bytes", "2000")
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 65, .imported(4), .rejected(1))
            let rows = try #require(chain.files["report.ndjson"]).split(separator: "\n")
            try chain.directory.write((rows[..<2] + rows[3...]).map { $0 + "\n" }.joined(), to: "report.ndjson")
            try chain.directory.write("", to: "report.rejects.ndjson")
            let more = stimulus.with { $0.input = .bytes(Array((Event.lines(2) + long + Event.lines(4...11)).utf8)) }
            try await chain.refuses(more, exits: 78)
        }
    }

    /// Earlier versions kept the mark as a part of a line within the input, and rejected it.
    @Test func `a raw line with a byte order mark is recognised`() async throws {
        let stimulus = Case(Event.lines(2) + "\u{FEFF}" + Event.lines(3...5), "--resume")
        try await Chain.with(stimulus.service) { chain in
            let rows = (1...2).map { #"{"line":\#($0),"status":"imported","insert_id":"id-\#($0)"}"# }
            let row = #"{"line":3,"status":"rejected","by":"mixport","reason":"not_json","column":1,"message":"x"}"#
            try chain.directory.write((rows + [row]).map { $0 + "\n" }.joined(), to: "report.ndjson")
            try chain.directory.write("\u{FEFF}" + Event.line(3) + "\n", to: "report.rejects.ndjson")
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(65) && outcome.count(.imported) == 4, "\(outcome)")
        }
    }

    @Test func `a report that cannot be read is no other input's`() async throws {
        let stimulus = Case(Event.lines(5), "--resume")
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 0, .imported(5))
            let failing = stimulus.with { stimulus in
                let trace = ["-e", "trace=pread64", "-e", "inject=pread64:error=EIO"]
                stimulus.launcher = ["/usr/bin/strace", "-f", "-o", "/dev/null", "-P", "report.ndjson"] + trace
            }
            let outcome = try await chain.refuses(failing, exits: 74)
            #expect(outcome.standardError.contains("cannot be read"), "\(outcome)")
        }
    }
}
