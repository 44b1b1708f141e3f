import Foundation
import MixpanelSandbox
import Testing

/// A log that is written on after a run read it, also within the line that it ended in, and reports of long lines.
@Suite struct GrownLogTests {
    /// Half a line, or whitespace where a line begins, is what a log that is being written ends with.
    @Test(arguments: [40, 1, 0], [" ", "\r", ""])
    func `a log that has grown within its last line is continued`(cut: Int, blank: String) async throws {
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

    /// Whole lines and the limit of a line are at odds where all of the line is in memory already.
    @Test func `a long line that was never looked for proves nothing`() async throws {
        let long = String(repeating: "x", count: 3_000)
        let text = Event.line(1) + "\n" + long + "\n" + Event.lines(3...6)
        let stimulus = Case(Event.lines(1), "--resume", "--max-line-bytes", "2000")
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 0, .imported(1))
            let grown = stimulus.with { $0.input = .bytes(Array(text.utf8)) }
            for (file, foreign) in [("rejects", "foreign 1\nforeign 2\n"), ("pending", Event.line(9) + "\n")] {
                try chain.directory.write(foreign, to: "report.\(file).ndjson")
                try await chain.refuses(grown, exits: 73)
                unlink(chain.directory.path("report.\(file).ndjson"))
            }
            for own in [long, String(long.prefix(500)), long + "\n"] {
                try chain.directory.write(own, to: "report.rejects.ndjson")
                try chain.directory.write(
                    #"{"line":1,"status":"imported","insert_id":"id-1"}"# + "\n",
                    to: "report.ndjson"
                )
                try await chain.run(grown, exit: 65, .imported(5), .rejected(1))
            }
        }
    }

    /// The second row is the last; the raw line of the third was written, its row was not.
    @Test func `after a long line at the end of a report the raw lines of the next batch are recognised`() async throws
    {
        let long = String(repeating: "x", count: 3_000)
        let text = Event.line(1) + "\n" + long + "\n" + Event.lines(3...6)
        let stimulus = Case(text, "--resume", "--max-line-bytes", "2000")
        try await Chain.with(stimulus.service) { chain in
            let begun = stimulus.with { $0.input = .bytes(Array((Event.line(1) + "\n" + long + "\n").utf8)) }
            try await chain.run(begun, exit: 65, .imported(1), .rejected(1))
            try chain.directory.write(Event.line(3) + "\n", to: "report.pending.ndjson")
            try await chain.run(stimulus, exit: 65, .imported(5), .rejected(1))
        }
    }

    @Test(arguments: [false, true]) func `a log that has grown is continued after a kill as well`(
        hasRow: Bool
    ) async throws {
        let half = Event.line(3).prefix(30)
        let stimulus = Case(Event.lines(2) + half, "--resume")
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 65, .imported(2), .rejected(1))
            if !hasRow {
                let rows = try #require(chain.files["report.ndjson"]).split(separator: "\n")
                try chain.directory.write(rows[..<2].map { $0 + "\n" }.joined(), to: "report.ndjson")
            }
            try await chain.run(stimulus.with { $0.input = .bytes(Array(Event.lines(6).utf8)) }, exit: 0, .imported(6))
        }
    }

    /// Too long already, or only by what has come since; and at once, or in more than one read.
    @Test(arguments: [(3_000, 5_000), (100, 5_000), (3_000, 600_000), (400_000, 600_000)], [true, false])
    func `a log that has grown within a long line is continued`(sizes: (Int, Int), hasRow: Bool) async throws {
        let text = noise(sizes.1)
        let stimulus = Case(Event.lines(2) + text.prefix(sizes.0), "--resume", "--max-line-bytes", "2000")
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 65, .imported(2), .rejected(1))
            if !hasRow {
                let rows = try #require(chain.files["report.ndjson"]).split(separator: "\n")
                try chain.directory.write(rows[..<2].map { $0 + "\n" }.joined(), to: "report.ndjson")
            }
            let grown = Event.lines(2) + text + "\n" + Event.lines(4...6)
            let more = stimulus.with { $0.input = .bytes(Array(grown.utf8)) }
            try await chain.run(more, exit: 65, .imported(5), .rejected(1, "line_too_long"))
        }
    }

    @Test(arguments: ["\r\n", " \n"]) func `a log may continue with the end of its last line`(end: String) async throws
    {
        let lines = [Event.line(1), Event.line(2).replacing(#""time":17"#, with: #""time":"x","y":17"#)]
        let stimulus = Case(lines.joined(separator: "\n"), "--resume")
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 65, .imported(1), .rejected(1, "validation"))
            let grown = lines.joined(separator: "\n") + end + Event.lines(3...4)
            let outcome = try await stimulus.with { $0.input = .bytes(Array(grown.utf8)) }
                .run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(65) && outcome.rows.count { $0.status == .imported } == 3, "\(outcome)")
        }
    }
}
