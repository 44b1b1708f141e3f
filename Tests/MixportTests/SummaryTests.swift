import Foundation
import MixpanelSandbox
import Testing

@Suite struct SummaryTests {
    private static let text = """
        \(Event.line(1))
        \(Event.line(2, value: "[1,]"))

        \(Event.line(4, value: "{a:1}"))
        {"event":"no time","properties":{"distinct_id":"u","$insert_id":"i"}}
        \(Event.line(6))

        """

    @Test func `the JSON summary says what the summary for people says`() async throws {
        let stimulus = Case(Self.text, "--json", faults: [.request(.number(1), .status(500))])
        let outcome = try await stimulus.gives(
            exit: 65,
            .imported(2),
            .rejected(3, "not_json", "validation"),
            .blank(1),
            requests: 2
        )
        let json = try #require(outcome.json)
        #expect(json["requests"] as? Int == 2)
        #expect((json["retries"] as? [String: Int])?.values.reduce(0, +) == 1)
        #expect(json["complete"] as? Bool == true)
        #expect(json["schema"] as? Int == 1)
        #expect(json["seconds"] is Double)
        let reasons = try #require(json["reasons"] as? [[String: Any]])
        #expect(reasons.map { $0["reason"] as? String } == ["not_json", "not_json", "validation"])
        #expect(reasons.map { $0["count"] as? Int } == [1, 1, 1])
        #expect(reasons.map { $0["first_line"] as? Int } == [2, 4, 5])
        let files = try #require(json["files"] as? [String: String])
        #expect(files == ["report": "report.ndjson", "rejects": "report.rejects.ndjson"])
        let bytes = try #require(json["bytes"] as? [String: Int])
        #expect(bytes.values.allSatisfy { $0 > 0 } && bytes.count == 2)
        #expect(outcome.output.count { $0 == 0x0A } == 1)
    }

    @Test func `an unfinished run says so in JSON`() async throws {
        let stimulus = Case(Event.lines(5_000), "--json", faults: [.request(.number(2), .status(403))])
        let outcome = try await stimulus.gives(
            exit: 77,
            .imported(2_000),
            .undelivered(.between(2_000, 3_000), "stopped")
        )
        let files = try #require(outcome.json?["files"] as? [String: String])
        #expect(files["pending"] == "report.pending.ndjson")
    }

    @Test func `a run that left input unread is not complete`() async throws {
        let faults = [FaultRule.request(.number(2), .status(403))]
        let stopped = Case(Event.lines(5_000), "--json", "--batch-events", "20", faults: faults)
        let outcome = try await stopped.gives(exit: 77, .imported(20), .undelivered(.between(20, 4_900), "stopped"))
        #expect(outcome.json?["complete"] as? Bool == false)
        let signalled = Case(.script([.write(Event.lines(3)), .hold]), ["--json", "--max-delay", "0"]).with {
            $0.acts = [.wait(.rows(3)), .signal(SIGTERM)]
        }
        let idle = try await signalled.gives(signal: SIGTERM, .imported(3))
        #expect(idle.json?["complete"] as? Bool == false)
        let whole = Case(
            Event.lines(5),
            "--json",
            "--give-up-after",
            "200ms",
            faults: [.request(.always, .rateLimited())]
        )
        let pending = try await whole.gives(exit: 75, .undelivered(5, "stopped"))
        #expect(pending.json?["complete"] as? Bool == true)
    }

    @Test func `the summary names reasons, first lines, files and what to do next`() async throws {
        let outcome = try await Case(Self.text).gives(exit: 65, .imported(2), .rejected(3), .blank(1), requests: 1)
        #expect(
            outcome.messages.contains { $0.hasPrefix("6 lines = 2 imported + 3 rejected") && $0.hasSuffix("balanced") }
        )
        #expect(
            outcome.messages.contains { $0.contains(/^rejected +3 +50.00 % +report.rejects.ndjson$/) },
            "\(outcome)"
        )
        #expect(outcome.messages.contains { $0.contains(/^why rejected +first +last line$/) }, "\(outcome)")
        #expect(outcome.messages.contains { $0.contains(/^  1  not_json: .+ 2$/) }, "\(outcome)")
        #expect(outcome.messages.contains { $0.contains(/^  1  time: must not be missing +5$/) }, "\(outcome)")
        #expect(outcome.messages.contains { $0.contains(/^report +report.ndjson,[ ]/) }, "\(outcome)")
        #expect(!outcome.standardError.contains("report.pending.ndjson"))
    }

    @Test func `of many reasons the summary lists the eight most frequent, and how many more there are`() async throws {
        let outcome = try await Case(try Samples.text("mistakes.ndjson"))
            .gives(exit: 65, .imported(2), .rejected(.atLeast(20)), .blank(1), requests: 1)
        let kinds = Set(outcome.rows.compactMap(\.reason))
        #expect(kinds.count > 5)
        let listed = outcome.messages.filter { $0.contains(/^ +[0-9]+  [a-z_$]+:[ ]/) }
        #expect(listed.count == 8, "\(outcome.standardError)")
        let counts = listed.compactMap { $0.split(separator: " ").first.flatMap { Int($0) } }
        #expect(counts == counts.sorted(by: >) && counts.count == 8, "\(listed)")
        let more = outcome.messages.compactMap { $0.wholeMatch(of: /[ ]{2}and [0-9]+ more reasons, ([0-9]+) lines/) }
        let rest = try #require(more.first.flatMap { Int($0.1) }, "\(outcome.standardError)")
        #expect(counts.reduce(rest, +) == outcome.count(.rejected), "\(outcome.standardError)")
    }

    @Test func `a log has the places of reasons in columns, however long their messages are`() async throws {
        let lines = ["{", "{", #"{"event":"a","properties":{"time":1}}"#, #"{"event":"a","properties":{"time":2}}"#]
        let text = lines.map { $0 + "\n" }.joined()
        // Without the mapping a second run says something else.
        let stimulus = Case(text, "--map", "time=.properties.time").with { $0.converges = false }
        let outcome = try await stimulus.gives(exit: 65, .rejected(4), requests: 0)
        let table = outcome.messages.filter { $0.contains(#/^(?:why rejected|[ ]+2  )/#) }
        #expect(table.count == 3 && Set(table.map(\.count)).count == 1, "\(outcome.standardError)")
    }

    /// Lines that fail for different reasons are not told as if they failed for the first one's.
    @Test func `reasons with different messages are different, and say where the last line is`() async throws {
        func line(_ number: Int, _ time: String) -> String {
            #"{"event":"e","properties":{"time":\#(time),"distinct_id":"u","$insert_id":"i\#(number)"}}"# + "\n"
        }
        let times = ["99999999999999", #""2024-01-01""#, "1700000000", "99999999999999", #""x""#]
        let text = times.enumerated().map { line($0.offset, $0.element) }.joined()
        let outcome = try await Case(text, "--json").gives(exit: 65, .imported(1), .rejected(4), requests: 1)
        let reasons = try #require(outcome.json?["reasons"] as? [[String: Any]])
        #expect(reasons.count == 2, "\(reasons)")
        #expect(reasons.map { $0["count"] as? Int } == [2, 2])
        #expect(reasons.map { $0["first_line"] as? Int } == [1, 2])
        #expect(reasons.map { $0["last_line"] as? Int } == [4, 5])
    }

    @Test func `the summary beside the report has what a reader of the report cannot see`() async throws {
        let lines = [
            #"{"event":"A","properties":{"time":1700000000,"distinct_id":"u","$insert_id":"1"}}"#,
            #"{"event":"B","properties":{"time":1700000000,"distinct_id":"u","$insert_id":"2"}}"#,
            #"{"event":"A","properties":{"time":1700099999000,"distinct_id":"u","$insert_id":"3"}}"#,
            #"{"event":"never","properties":{"distinct_id":"u","$insert_id":"4"}}"#,
        ]
        let text = lines.map { $0 + "\n" }.joined()
        let outcome = try await Case(text).gives(exit: 65, .imported(3), .rejected(1), requests: 1)
        let object = try #require(outcome.summaryObject)
        #expect(object["events"] as? [String: Int] == ["A": 2, "B": 1])
        #expect(object["days"] as? [String: Int] == ["2023-11-14": 2, "2023-11-16": 1])
        #expect(object["first_time"] as? String == "2023-11-14T22:13:20Z")
        #expect(object["last_time"] as? String == "2023-11-16T01:59:59Z")
        #expect((object["ended"] as? [String: String])?["cause"] == "input")
        #expect((object["input"] as? [String: Int]) == ["lines": 4, "bytes": text.utf8.count])
        let rate = try #require(object["rate"] as? [String: Any])
        #expect((rate["lines"] as? [Int])?.reduce(0, +) == 4)
        let said = outcome.messages
        #expect(said.contains("events       2023-11-14 22:13 to 2023-11-16 01:59 UTC, 2 names"), "\(outcome)")
        #expect(said.contains("  A 2  B 1"), "\(outcome)")
    }

    @Test func `the events of a resumed run are those of the whole report`() async throws {
        let stimulus = Case(.file(Array(Event.lines(60).utf8)), ["--limit", "25", "--batch-events", "10"])
        try await Chain.with(stimulus.service) { chain in
            let first = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(first.ending == .exit(0) && first.rows.count == 25, "\(first)")
            #expect(first.summaryObject?["complete"] as? Bool == false)
            #expect((first.summaryObject?["ended"] as? [String: String])?["cause"] == "limit")
            let next = try #require(first.messages.last)
            #expect(next.hasPrefix("next: ") && next.contains("--resume") && !next.contains("--limit"), "\(first)")
            let rest = stimulus.with { $0.arguments = ["--resume"] }
            let second = try await rest.run(in: chain.directory, against: chain.sandbox)
            #expect(second.ending == .exit(0) && second.rows.count == 60, "\(second)")
            let object = try #require(second.summaryObject)
            #expect(object["complete"] as? Bool == true)
            #expect((object["events"] as? [String: Int])?.values.reduce(0, +) == 60, "\(object)")
            #expect(object["events_from_line"] == nil)
        }
    }

    /// Also where the input has no more, and where what follows is there only in part.
    @Test(arguments: [5, 6, 4], ["", "{", "\n"]) func `a limit ends a run at its line`(
        limit: Int,
        more: String
    ) async throws {
        let stimulus = Case(Event.lines(5) + more, "--limit", "\(limit)", "--json").with { $0.converges = false }
        let total = more.isEmpty ? 5 : 6
        let outcome = try await Chain.with(stimulus.service) { chain in
            try await stimulus.run(in: chain.directory, against: chain.sandbox)
        }
        #expect(outcome.rows.count == min(limit, total), "\(outcome)")
        #expect(outcome.ending == .exit(more == "{" && limit > 5 ? 65 : 0), "\(outcome)")
        #expect(outcome.json?["complete"] as? Bool == (limit >= total), "\(outcome)")
    }

    @Test func `a run that is refused leaves the summary of the one before`() async throws {
        let stimulus = Case(Event.lines(5))
        try await Chain.with(stimulus.service) { chain in
            let first = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            let again = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(again.ending == .exit(73), "\(again)")
            #expect(again.summary != nil && again.summary == first.summary)
            let other = stimulus.with {
                $0.arguments = ["--resume"]
                $0.input = .bytes(Array(Event.lines(2...6).utf8))
            }
            let mismatch = try await other.run(in: chain.directory, against: chain.sandbox)
            #expect(mismatch.ending == .exit(78), "\(mismatch)")
            #expect(mismatch.summary == first.summary)
        }
    }

    @Test func `a run that is killed leaves no summary, not even an earlier one`() async throws {
        let stimulus = Case(.script([.write(Event.lines(3)), .hold]), ["--overwrite", "--max-delay", "0"]).with {
            $0.prepare = { try $0.write("{}", to: "report.summary.json") }
            $0.acts = [.wait(.rows(3)), .signal(SIGKILL)]
            $0.converges = false
        }
        let outcome = try await Chain.with(stimulus.service) { chain in
            try stimulus.prepare(chain.directory)
            return try await stimulus.run(in: chain.directory, against: chain.sandbox)
        }
        #expect(outcome.ending == .signal(SIGKILL), "\(outcome)")
        #expect(outcome.summary == nil && outcome.summaryModes.isEmpty, "\(outcome)")
    }

    @Test func `the last line is the command to run next`() async throws {
        let stimulus = Case(Event.lines(5), "--give-up-after", "200ms", faults: [.request(.always, .rateLimited())])
        let outcome = try await stimulus.gives(exit: 75, .undelivered(5, "stopped"))
        #expect(outcome.messages.last?.contains("mixport") == true, "\(outcome.standardError)")
        #expect(outcome.messages.last?.contains("--resume") == true, "\(outcome.standardError)")
    }

    @Test func `JSON that nobody can take is an error, and the report is complete all the same`() async throws {
        let stimulus = Case(Event.lines(5), "--json").with { $0.standardOutput = "/dev/full" }
        try await stimulus.gives(exit: 74, .imported(5), requests: 1)
    }
}
