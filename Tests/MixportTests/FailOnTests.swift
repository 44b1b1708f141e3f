import MixpanelSandbox
import Testing

/// What `--fail-on` makes of lines that are not imported, and what it leaves alone.
@Suite struct FailOnTests {
    private static let bad = Event.lines(1...30) + "{\n" + Event.lines(31...40)
    /// The third line of the input fails on its own, whatever stands beside it.
    private static let poison = FaultRule.request(.contains("id-3\""), .status(500))

    @Test(arguments: [("rejected", Int32(65)), ("pending", 0), ("stop", 0)])
    func `a rejected line`(level: String, exit: Int32) async throws {
        let outcome = try await Case(Self.bad, "--fail-on", level).gives(exit: exit, .imported(40), .rejected(1))
        #expect(outcome.standardError.contains("1 rejected"), "\(outcome)")
        #expect(outcome.standardError.contains("report.rejects.ndjson"), "\(outcome)")
        #expect(outcome.messages.last?.hasSuffix("report report.ndjson") == true, "\(outcome)")
    }

    @Test(arguments: [("rejected", Int32(75)), ("pending", 75), ("stop", 0)])
    func `a line that is pending for a reason of its own`(level: String, exit: Int32) async throws {
        let arguments = ["--fail-on", level, "--max-attempts", "2", "--json", "--batch-events", "10"]
        let stimulus = Case(.bytes(Array(Self.bad.utf8)), arguments, faults: [Self.poison])
        let outcome = try await stimulus.gives(exit: exit, .imported(39), .rejected(1), .unknown(1, "http_500"))
        #expect(outcome.json?["exit_code"] as? Int == Int(exit))
    }

    @Test(arguments: ["rejected", "pending", "stop"])
    func `what ends a run early is forgiven at no level`(level: String) async throws {
        let refused = [FaultRule.request(.from(2), .status(401))]
        let arguments = ["--fail-on", level, "--batch-events", "10"]
        let bytes = Case.Input.bytes(Array(Self.bad.utf8))
        try await Case(bytes, arguments, faults: refused)
            .gives(exit: 77, .imported(10), .rejected(.atMost(1)), .undelivered(.atLeast(10)))
        try await Case(bytes, arguments + ["--max-rejects", "1"])
            .gives(exit: 65, .imported(.atLeast(30)), .rejected(1), .undelivered(.atMost(10)))
        try await Case(bytes, arguments + ["--expect-lines", "7"]).gives(exit: 66, .imported(40), .rejected(1))
        let down = [FaultRule.request(.from(2), .status(503))]
        try await Case(bytes, arguments + ["--give-up-after", "300ms"], faults: down)
            .gives(exit: 75, .imported(10), .rejected(.atMost(1)), .undelivered(.atLeast(1)), .unknown(.atMost(20)))
    }

    @Test(arguments: [("rejected", Int32(75)), ("pending", 75), ("stop", 66)])
    func `where lines that are pending are forgiven, the input is still not`(level: String, exit: Int32) async throws {
        let arguments = ["--fail-on", level, "--max-attempts", "1", "--batch-events", "10"]
        let count = Case(.bytes(Array(Self.bad.utf8)), arguments + ["--expect-lines", "99"], faults: [Self.poison])
        try await count.gives(exit: exit, .imported(39), .rejected(1), .unknown(1, "http_500"))
        let cut = Case(.bytes(Array((Event.lines(9) + "terminated early\n").utf8)), arguments, faults: [Self.poison])
        try await cut.with { $0.converges = false }.gives(
            exit: exit,
            .imported(8),
            .rejected(1),
            .unknown(1, "http_500")
        )
    }

    @Test(arguments: [("rejected", Int32(75)), ("pending", 75), ("stop", 0)])
    func `a run that reached its limit has come as far as it should`(level: String, exit: Int32) async throws {
        let arguments = ["--fail-on", level, "--max-attempts", "1", "--batch-events", "10", "--limit", "20", "--json"]
        let stimulus = Case(.bytes(Array(Event.lines(40).utf8)), arguments, faults: [Self.poison])
        try await Chain.with(stimulus.service) { chain in
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(exit) && outcome.json?["exit_code"] as? Int == Int(exit), "\(outcome)")
            #expect(outcome.count(.imported) == 19 && outcome.count(.unknown) == 1, "\(outcome)")
        }
    }

    @Test func `it holds for a resumed run and for a replay`() async throws {
        let bytes = Case.Input.bytes(Array(Self.bad.utf8))
        try await Chain.with(Case(Self.bad).service) { chain in
            try await chain.run(Case(bytes, ["--fail-on", "pending"]), exit: 0, .imported(40), .rejected(1))
            try await chain.run(Case(bytes, ["--resume", "--fail-on", "stop"]), exit: 0, .imported(40), .rejected(1))
            try await chain.run(Case(bytes, ["--resume"]), exit: 65, .imported(40), .rejected(1))
            let replay = Case(bytes, ["replay", "report.ndjson", "--report", "-", "--status", "rejected"])
            let again = try await replay.with { $0.arguments += ["--fail-on", "pending"] }
                .run(in: chain.directory, against: chain.sandbox)
            #expect(again.ending == .exit(0) && again.rows.map(\.line) == [31], "\(again)")
            #expect(again.rows.first?.raw == Array("{".utf8), "\(again)")
        }
    }

    @Test(arguments: ["", "none", "0", "Stop"]) func `another level is a usage error`(level: String) async throws {
        let outcome = try await Case(Self.bad, "--fail-on", level).gives(exit: 64, requests: 0)
        #expect(outcome.standardError.contains("--fail-on"), "\(outcome)")
    }
}
