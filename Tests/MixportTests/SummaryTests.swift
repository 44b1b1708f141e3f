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
        #expect(reasons.map { $0["reason"] as? String } == ["not_json", "validation"])
        #expect(reasons.map { $0["count"] as? Int } == [2, 1])
        #expect(reasons.map { $0["first_line"] as? Int } == [2, 5])
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
        #expect(outcome.messages.contains { $0.contains("2 rejected not_json") && $0.contains("line 2") })
        #expect(outcome.messages.contains { $0.contains("1 rejected validation") && $0.contains("line 5") })
        #expect(outcome.messages.contains { $0.hasPrefix("files: ") && $0.contains("report.rejects.ndjson") })
        #expect(!outcome.standardError.contains("report.pending.ndjson"))
    }

    @Test func `of many reasons the summary lists the five most frequent`() async throws {
        let outcome = try await Case(try Samples.text("mistakes.ndjson"))
            .gives(exit: 65, .imported(2), .rejected(.atLeast(20)), .blank(1), requests: 1)
        let kinds = Set(outcome.rows.compactMap(\.reason))
        #expect(kinds.count > 5)
        let listed = outcome.messages.filter { $0.contains("first on line") }
        #expect(listed.count == 5, "\(outcome.standardError)")
        let counts = listed.compactMap { $0.split(separator: " ").first.flatMap { Int($0) } }
        #expect(counts == counts.sorted(by: >) && counts.count == 5, "\(listed)")
        let broken = outcome.rows.count { $0.reason == "not_json" }
        #expect(listed.first?.hasPrefix("\(broken) rejected not_json, first on line 2") == true, "\(listed)")
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
