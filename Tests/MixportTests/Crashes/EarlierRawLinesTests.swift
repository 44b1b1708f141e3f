import Foundation
import MixpanelSandbox
import Testing

/// Raw lines that stand beside a report when it is resumed: its own ones, or those of a report that shares their name.
@Suite struct EarlierRawLinesTests {
    /// `run.eu` and `run.us` both have their pending lines in `run.pending.ndjson`.
    private static func run(_ region: String, _ lines: ClosedRange<Int>, _ more: String...) -> Case {
        let arguments = ["--report", "run.\(region)", "--resume", "--batch-events", "1"] + more
        return Case(.bytes(Array(Event.lines(lines).utf8)), arguments)
    }

    private static let refused: [FaultRule] = [.request(.always, .status(401))]

    @Test(arguments: [1...5, 1...9])
    func `pending lines of another report are not cut by one that has none`(grown: ClosedRange<Int>) async throws {
        let service = Self.run("us", 1...5).service
        try await Chain.with(service) { chain in
            try await chain.run(Self.run("us", 1...5), exit: 0, .imported(5))
            try await chain.sandbox.play(Self.refused)
            let other = Self.run("eu", 11...13)
            let stopped = try await other.run(in: chain.directory, against: chain.sandbox)
            try #require(stopped.ending == .exit(77) && stopped.pending != nil, "\(stopped)")
            try await chain.sandbox.play([])
            let outcome = try await chain.refuses(Self.run("us", grown), exits: 73)
            #expect(outcome.standardError.contains("run.pending.ndjson"), "\(outcome)")
            #expect(!outcome.standardError.contains("0 lines"), "\(outcome)")
            try await chain.run(Self.run("us", grown, "--pending", "own"), exit: 0, .imported(Amount(grown.count)))
            let resumed = try await other.run(in: chain.directory, against: chain.sandbox)
            #expect(resumed.ending == .exit(0) && resumed.rows.count == 3, "\(resumed)")
        }
    }

    @Test(arguments: [false, true])
    func `pending lines of another report are not cut by one whose own are gone`(isPoison: Bool) async throws {
        try await Chain.with(Self.run("us", 1...5).service) { chain in
            let us = isPoison ? Self.run("us", 1...5, "--max-attempts", "1") : Self.run("us", 1...5)
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

    @Test func `lines that the input does not go on with are not cut`() async throws {
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

    @Test func `long lines are known again as well`() async throws {
        let long = String(repeating: "x", count: 3_000_000)
        let lines = [Event.line(1), long + "1", Event.line(3), long + "2\r", Event.line(5)]
        let text = lines.map { $0 + "\n" }.joined()
        let stimulus = Case(
            text,
            "--resume",
            "--batch-events",
            "1",
            faults: [.request(.contains("id-5"), .status(401))]
        )
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

    @Test func `a rejected line that was mended is not passed over in silence`() async throws {
        let text = Event.lines(2) + "{\n" + Event.lines(4...5)
        let stimulus = Case(
            text,
            "--resume",
            "--batch-events",
            "1",
            faults: [.request(.contains("id-5"), .status(401))]
        )
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

    /// Half a line, or whitespace where a line begins, is what a log that is being written ends with.
    @Test(arguments: [40, 1, 0], [" ", "\r", ""])
    func `a log that has grown within its last line is gone on with`(cut: Int, blank: String) async throws {
        let last = cut == 0 ? blank : String(Event.line(6).prefix(cut))
        let stimulus = Case(Event.lines(5) + last, "--resume")
        try await Chain.with(stimulus.service) { chain in
            let first = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(first.ending == .exit(cut == 0 ? 0 : 65), "\(first)")
            // A complete report that is resumed stays as it is.
            let files = chain.files
            let again = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(again.ending == first.ending && chain.files == files, "\(again)")
            let grown = (cut == 0 ? blank : "") + Event.lines(6...9)
            let more = stimulus.with { $0.input = .bytes(Array((Event.lines(5) + grown).utf8)) }
            try await chain.run(more, exit: 0, .imported(9), requests: 1)
        }
    }
}
