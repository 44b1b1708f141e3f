import MixpanelSandbox
import Testing

/// `--source`: rows that say which run they are of.
@Suite struct SourceTests {
    private static let name = "pod \"7\"\u{202E}\n"

    @Test(arguments: ["-", "report.ndjson"]) func `it is the first field of each row`(report: String) async throws {
        let text = Event.lines(3) + "{\n\n"
        let outcome = try await Case(text, "--report", report, "--source", Self.name)
            .gives(exit: 65, .imported(3), .rejected(1), .blank(1))
        #expect(outcome.rows.allSatisfy { $0.source == Self.name }, "\(outcome)")
        #expect(outcome.rows.allSatisfy { $0.text.hasPrefix(#"{"source":""#) }, "\(outcome)")
    }

    /// Also where it is another one then: it is the rows' own, and says nothing of lines.
    @Test(arguments: [name, "other"]) func `a report that has it can be resumed`(name: String) async throws {
        let text = Event.lines(40)
        let stopped = Case(text, "--source", Self.name, "--batch-events", "10").with { stimulus in
            stimulus.service.faults = [.request(.from(3), .status(401))]
        }
        try await Chain.with(stopped.service) { chain in
            try await chain.run(stopped, exit: 77, .imported(20), .undelivered(.atLeast(1)))
            try await chain.sandbox.play([])
            let resumed = Case(text, "--source", name, "--resume")
            let outcome = try await chain.run(resumed, exit: 0, .imported(40), requests: 1)
            #expect(outcome.rows.suffix(20).allSatisfy { $0.source == name }, "\(outcome)")
            let report = Case(text, "report", "report.ndjson").with { $0.defaults = [] }
            let summary = try await report.run(in: chain.directory, against: chain.sandbox)
            #expect(summary.ending == .exit(0), "\(summary)")
        }
    }
}
