import Foundation
import MixpanelSandbox
import Testing

/// `--report -`: rows on standard output, with the lines of what is not imported. That the rows are in order, and that
/// their lines are those of the input to the byte, is checked of every case.
@Suite struct StreamedRowsTests {
    @Test func `rows go to standard output, and no file is made`() async throws {
        let outcome = try await Case(.bytes(try Samples.text("mistakes.ndjson")), ["--report", "-"])
            .gives(exit: 65, .imported(2), .rejected(29), .blank(1))
        #expect(outcome.modes.isEmpty, "\(outcome.modes)")
        #expect(outcome.rows.allSatisfy { ($0.raw != nil) == ($0.status == .rejected) }, "\(outcome)")
        #expect(!outcome.standardError.contains("files:"), "\(outcome)")
        #expect(outcome.standardOutput.contains(#""raw_base64":""#))
    }

    /// Java, Scala and Python end lines at some of these.
    @Test func `nothing in a raw line can be taken for the end of a row`() async throws {
        let odd = "{\"a\u{7F}\u{85}\u{2028}\u{2029}\u{0B}\u{0C}\t\u{1C}\u{202E}é漢😀\\\"\u{0}\r\n"
        let outcome = try await Case(Event.lines(2) + odd + "\r\n", "--report", "-")
            .gives(exit: 65, .imported(2), .rejected(1), .blank(1))
        let row = try #require(outcome.rows.first { $0.status == .rejected })
        #expect(row.raw == Array(odd.utf8.dropLast()), "\(row.text)")
        #expect(row.text.contains("é漢😀"), "\(row.text)")
        let ends: Set<UInt32> = [0x7F, 0x85, 0x2028, 0x2029, 0x202E]
        #expect(row.text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !ends.contains($0.value) }, "\(row.text)")
    }

    @Test func `a line that is too long to be held has only its row`() async throws {
        let text = Event.line(1, value: "\"\(String(repeating: "x", count: 3_000))\"") + "\n" + Event.lines(2...3)
        let stimulus = Case(text, "--report", "-", "--max-line-bytes", "1k")
        let outcome = try await Chain.with(stimulus.service) { chain in
            try await stimulus.run(in: chain.directory, against: chain.sandbox)
        }
        #expect(outcome.ending == .exit(65) && outcome.rows.map(\.line) == [1, 2, 3], "\(outcome)")
        #expect(outcome.rows.first?.reason == "line_too_long" && outcome.rows.first?.raw == nil, "\(outcome)")
    }

    @Test func `what a run leaves when it stops is in its rows`() async throws {
        let faults = [FaultRule.request(.from(3), .status(401))]
        let outcome = try await Case(Event.lines(100), "--report", "-", "--batch-events", "10", faults: faults)
            .gives(exit: 77, .imported(20), .undelivered(.atLeast(10), "stopped"))
        #expect(outcome.rows.filter(\.status.isPending).allSatisfy { $0.raw != nil }, "\(outcome)")
        let next = try #require(outcome.messages.last)
        #expect(next.hasPrefix("next: ") && next.contains("--report -") && !next.contains("--resume"), "\(outcome)")
    }

    @Test func `a line that stays pending can be picked from the rows`() async throws {
        let poison = FaultRule.request(.contains("id-3\""), .status(500))
        let arguments = ["--report", "-", "--max-attempts", "2", "--batch-events", "10"]
        let outcome = try await Case(.bytes(Array(Event.lines(30).utf8)), arguments, faults: [poison])
            .gives(exit: 75, .imported(29), .unknown(1, "http_500"))
        let next = try #require(outcome.messages.last)
        #expect(next.contains("jq -r") && next.contains(" | "), "\(outcome)")
        guard Tool.isThere("/usr/bin/jq") else { return }
        let filter = try #require(next.firstMatch(of: /jq -r '([^']+)'/)?.1)
        let picked = try await Tool.run(["/usr/bin/jq", "-r", String(filter)], input: outcome.output)
        #expect(picked.output == Array("\(Event.line(3))\n".utf8), "\(String(decoding: picked.output, as: UTF8.self))")
    }

    @Test func `raw lines that have a file are not in the rows`() async throws {
        let text = Event.lines(5) + "{\n"
        let outcome = try await Case(text, "--report", "-", "--rejects", "bad.ndjson")
            .gives(exit: 65, .imported(5), .rejected(1))
        #expect(
            outcome.rows.allSatisfy { $0.raw == nil } && outcome.modes.keys.sorted() == ["bad.ndjson"],
            "\(outcome)"
        )
    }

    @Test func `the object of --json goes to standard error, and names no report`() async throws {
        let outcome = try await Case(Event.lines(5), "--report", "-", "--json").gives(exit: 0, .imported(5))
        let files = try #require(outcome.json?["files"] as? [String: Any])
        #expect(files.isEmpty && outcome.messages.count == 1, "\(outcome)")
    }

    @Test func `a dry run is a validator of a stream`() async throws {
        let outcome = try await Case(Event.lines(5) + "{\n", "--dry-run", "--report", "-")
            .gives(exit: 65, .valid(5), .rejected(1), requests: 0)
        #expect(outcome.modes.isEmpty, "\(outcome)")
        #expect(outcome.rows.last?.raw == Array("{".utf8))
    }

    @Test(arguments: [["--resume"], ["--overwrite"]])
    func `a stream is neither resumed nor replaced`(option: [String]) async throws {
        let outcome = try await Case(.bytes(Array(Event.lines(5).utf8)), ["--report", "-"] + option)
            .gives(exit: 64, requests: 0)
        #expect(outcome.standardError.contains("a stream") && outcome.output.isEmpty, "\(outcome)")
    }

    @Test func `a file of that name can be asked for`() async throws {
        let outcome = try await Case(Event.lines(5), "--report", "./-").gives(exit: 0, .imported(5))
        #expect(outcome.modes.keys.sorted() == ["-"] && outcome.output.isEmpty, "\(outcome)")
    }

    @Test func `standard output by its path is refused, with the way to ask for it`() async throws {
        let outcome = try await Case(Event.lines(5), "--report", "/dev/stdout").gives(exit: 73, requests: 0)
        #expect(outcome.standardError.contains("use --report -"), "\(outcome)")
    }

    @Test func `the input is not written to`() async throws {
        let stimulus = Case(.file(Array(Event.lines(5).utf8)), ["--report", "-"]).with { stimulus in
            stimulus.launcher = ["/bin/sh", "-c", #"exec "$@" >> "$0""#, "{input}"]
        }
        let outcome = try await stimulus.gives(exit: 73, requests: 0)
        #expect(outcome.standardError.contains("is the input itself"), "\(outcome)")
    }

    @Test func `nothing is sent where standard output is closed`() async throws {
        let stimulus = Case(Event.lines(5), "--report", "-").with { stimulus in
            stimulus.launcher = ["/bin/sh", "-c", #"exec "$@" >&-"#, "sh"]
        }
        let outcome = try await stimulus.gives(exit: 73, requests: 0)
        #expect(outcome.standardError.contains("standard output is closed"), "\(outcome)")
    }
}
