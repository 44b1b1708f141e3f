import Foundation
import MixpanelSandbox
import Testing

/// The checker is checked: whatever a run might get wrong is found.
@Suite struct InvariantsTests {
    /// Five lines of every fate.
    private static let stimulus = Case(
        "\(Event.line(1))\n\(Event.line(2, value: "[1,]"))\n \n\(Event.anonymous(4))\n\(Event.line(5))\n",
        "--batch-events",
        "1",
        "--give-up-after",
        "100ms",
        faults: [.request(.contains(#""id-5""#), .rateLimited())]
    )

    private static let outcome = Task {
        try await stimulus.gives(
            exit: 75,
            .imported(2),
            .rejected(1, "not_json"),
            .undelivered(1, "stopped"),
            .blank(1)
        )
    }

    private static let tamperings: [(name: String, change: @Sendable (inout Outcome) -> Void)] = [
        ("a row is lost", { $0.edit { $0.removeLast() } }),
        ("a row is lost in the middle", { $0.edit { $0.remove(at: 2) } }),
        ("a row comes twice", { $0.edit { $0.append($0[4]) } }),
        ("rows change places", { $0.edit { $0.swapAt(0, 1) } }),
        ("the last row is torn", { $0.report?.removeLast() }),
        ("a row is no JSON", { $0.edit { $0[0].removeLast() } }),
        ("a field is not documented", { $0.edit { $0[0] = $0[0].replacing("}", with: #","note":1}"#) } }),
        ("a field has another type", { $0.edit { $0[4] = $0[4].replacing("429", with: #""429""#) } }),
        ("fields stand in another order", { $0.edit { $0[2] = #"{"status":"blank","line":3}"# } }),
        ("an event is called blank", { $0.edit { $0[4] = #"{"line":5,"status":"blank"}"# } }),
        (
            "a blank line is called imported",
            { $0.edit { $0[2] = #"{"line":3,"status":"imported","insert_id":"id-1"}"# } }
        ),
        ("an id is missing", { $0.edit { $0[0] = #"{"line":1,"status":"imported"}"# } }),
        ("an id is another one", { $0.edit { $0[0] = $0[0].replacing("id-1", with: "id-7") } }),
        ("a derived id is another one", { $0.edit { $0[3] = #"{"line":4,"status":"imported","insert_id":"id-1"}"# } }),
        (
            "what is pending is called imported",
            { $0.edit { $0[4] = #"{"line":5,"status":"imported","insert_id":"id-5"}"# } }
        ),
        ("what is stored is called undelivered", { $0.edit { $0[0] = $0[4].replacing("5", with: "1") } }),
        ("a reason is missing", { $0.edit { $0[4] = $0[4].replacing(#""reason":"stopped","#, with: "") } }),
        ("a reason is not documented", { $0.edit { $0[4] = $0[4].replacing("stopped", with: "other") } }),
        (
            "a column is outside its line",
            { $0.edit { $0[1] = $0[1].replacing(/"column":\d+/, with: #""column":999"#) } }
        ),
        (
            "the report has a control character",
            { $0.edit { $0[4] = $0[4].replacing("stopped", with: "sto\u{7F}pped") } }
        ),
        ("no raw line of what is rejected", { $0.rejects = nil }),
        ("a raw line is changed", { $0.rejects?[3] ^= 1 }),
        ("a raw line has lost its end", { $0.rejects?.removeLast() }),
        ("no raw line of what is pending", { $0.pending = nil }),
        ("a raw line too many", { $0.pending? += $0.rejects ?? [] }),
        ("others can read the report", { $0.modes["report.ndjson"] = S_IFREG | 0o644 }),
        ("others can read the rejects", { $0.modes["report.rejects.ndjson"] = S_IFREG | 0o640 }),
        ("success is claimed", { $0.ending = .exit(0) }),
        ("only rejects are claimed", { $0.ending = .exit(65) }),
        ("the exit code is none of those documented", { $0.ending = .exit(1) }),
        ("the secret is on standard error", { $0.errors += Case.secret.utf8 }),
        (
            "the secret is in the report, in base64",
            { $0.report? += Data(("user:" + Case.secret).utf8).base64EncodedData() }
        ),
        ("the secret is in the process list", { $0.commandLine += Case.secret.utf8 }),
        ("the terminal is told something", { $0.errors += "\u{1B}[2J".utf8 }),
        ("standard output has something", { $0.output += "hello".utf8 }),
        (
            "the summary counts otherwise",
            { $0.errors = Array($0.standardError.replacing("2 imported", with: "3 imported").utf8) }
        ),
        ("there is no summary", { $0.errors = [] }),
        (
            "an event is stored changed",
            { $0.served.events[0] = Array($0.stored[0].replacing("Test", with: "Text").utf8) }
        ),
        ("an event is stored reordered", { $0.served.events[1].reverse() }),
        ("an imported event is not stored", { $0.served.events.removeFirst() }),
        ("a rejected event is stored", { $0.served.events.append(Array(Event.line(2, value: "[1,]").utf8)) }),
        ("a pending event is stored", { $0.served.events.append(Array(Event.line(5).utf8)) }),
    ]

    @Test(arguments: tamperings.indices) func `a broken promise is found`(index: Int) async throws {
        let outcome = try await Self.outcome.value
        var untouched = Invariants(Self.stimulus, outcome)
        untouched.check()
        #expect(untouched.violations.isEmpty)
        var tampered = outcome
        Self.tamperings[index].change(&tampered)
        var invariants = Invariants(Self.stimulus, tampered)
        invariants.check()
        #expect(!invariants.violations.isEmpty, "\(Self.tamperings[index].name)")
    }
}

extension Outcome {
    /// Rewrites the report.
    fileprivate mutating func edit(_ change: (inout [String]) -> Void) {
        var lines = rows.map(\.text)
        change(&lines)
        report = Array(lines.map { $0 + "\n" }.joined().utf8)
        rows = lines.compactMap { try? Row(Array($0.utf8)) }
    }
}
