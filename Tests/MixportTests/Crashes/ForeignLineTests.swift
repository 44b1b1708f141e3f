import MixpanelSandbox
import Testing

/// Lines that somebody else has added to a file of raw lines are not for a resumed run to cut.
@Suite struct ForeignLineTests {
    /// Line 2 is rejected; the run stops at line 5, before which all have their verdict.
    private static let stimulus = Case(
        Event.line(1) + "\n{bad 2}\n" + Event.lines(3...9),
        "--resume",
        "--batch-events",
        "1",
        "--concurrency",
        "1",
        faults: [.request(.contains("id-5"), .status(401))]
    )

    private static func afterStop(_ body: @Sendable (Chain) async throws -> Void) async throws {
        try await Chain.with(stimulus.service) { chain in
            let first = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            try #require(first.ending == .exit(77) && first.rows.count >= 5, "\(first)")
            try await chain.sandbox.play([])
            try await body(chain)
            try await chain.run(stimulus, exit: 65, .imported(8), .rejected(1))
        }
    }

    @Test(arguments: ["rejects", "pending"], ["foreign\n", "{\"n\":1}\n{\"n\":2}\n", "\n"])
    func `a foreign line at the end of a file is not cut`(file: String, foreign: String) async throws {
        try await Self.afterStop { chain in
            let name = "report.\(file).ndjson"
            let own = try #require(chain.files[name])
            try chain.directory.write(own + foreign, to: name)
            let outcome = try await chain.refuses(Self.stimulus, exits: 73)
            #expect(outcome.standardError.contains(name), "\(outcome)")
            try chain.directory.write(own, to: name)
        }
    }

    /// The row of line 2 is the last one, as a crash leaves it.
    @Test func `a foreign line after the raw line of the last row is not cut`() async throws {
        try await Self.afterStop { chain in
            let rows = try #require(chain.files["report.ndjson"]).split(separator: "\n")
            try chain.directory.write(rows[..<2].map { $0 + "\n" }.joined(), to: "report.ndjson")
            try chain.directory.write("", to: "report.pending.ndjson")
            try chain.directory.write("{bad 2}\nforeign\n", to: "report.rejects.ndjson")
            try await chain.refuses(Self.stimulus, exits: 73)
            try chain.directory.write("{bad 2}\n", to: "report.rejects.ndjson")
        }
    }

    /// A row and its raw line have been written; then somebody has added a line.
    @Test(arguments: [3_000, 600_000], [true, false])
    func `a foreign line after a long line is not cut`(bytes: Int, hasRow: Bool) async throws {
        let long = noise(bytes)
        let text = Event.lines(2) + long + "\n" + Event.lines(4...6)
        let stimulus = Case(text, "--resume", "--max-line-bytes", "2000")
        try await Chain.with(stimulus.service) { chain in
            let rows = (1...2).map { #"{"line":\#($0),"status":"imported","insert_id":"id-\#($0)"}"# + "\n" }.joined()
            let row = #"{"line":3,"status":"rejected","by":"mixport","reason":"line_too_long"}"# + "\n"
            try chain.directory.write(rows + (hasRow ? row : ""), to: "report.ndjson")
            for foreign in ["foreign\n", "\n"] {
                try chain.directory.write(long + "\n" + foreign, to: "report.rejects.ndjson")
                try await chain.refuses(stimulus, exits: 73)
            }
            try chain.directory.write(long + "\n", to: "report.rejects.ndjson")
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(65) && outcome.rows.count == 6, "\(outcome)")
            #expect(outcome.rejects == Array((long + "\n").utf8), "\(outcome)")
        }
    }

    /// The run was stopped while a long line waited for the batches before it.
    @Test func `a foreign line after the long line of a row that is cut is not cut`() async throws {
        let long = noise(3_000)
        let text = Event.lines(2) + long + "\n" + Event.lines(4...6)
        let stimulus = Case(text, "--resume", "--max-line-bytes", "2000")
        try await Chain.with(stimulus.service) { chain in
            let stopped = [1, 2, 4].map {
                #"{"line":\#($0),"status":"undelivered","insert_id":"id-\#($0)","reason":"stopped"}"# + "\n"
            }
            let row = #"{"line":3,"status":"rejected","by":"mixport","reason":"line_too_long"}"# + "\n"
            try chain.directory.write(stopped[0] + stopped[1] + row + stopped[2], to: "report.ndjson")
            let own = [("rejects", long + "\n"), ("pending", Event.lines(2) + Event.line(4) + "\n")]
            for (file, lines) in own { try chain.directory.write(lines, to: "report.\(file).ndjson") }
            for (file, lines) in own {
                try chain.directory.write(lines + "foreign\n", to: "report.\(file).ndjson")
                try await chain.refuses(stimulus, exits: 73)
                try chain.directory.write(lines, to: "report.\(file).ndjson")
            }
            try await chain.run(stimulus, exit: 65, .imported(5), .rejected(1))
        }
    }
}
