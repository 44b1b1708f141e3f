import Foundation
import MixpanelSandbox
import Testing

/// What happens to the files while the program runs.
@Suite struct RunningFileTests {
    private static let name = "report.ndjson"

    /// Three lines, then something else happens to the files, then two lines more.
    private static func stimulus(
        _ arguments: [String],
        _ body: @escaping @Sendable (Context) async throws -> Void
    ) -> Case {
        let acts: [Action] = [
            .write(Event.lines(3)), .wait(.rows(3)), .perform(body), .write(Event.lines(4...5)),
        ]
        return Case(.script(acts), ["--max-delay", "50ms"] + arguments)
    }

    @Test(arguments: [[], ["--overwrite"], ["--resume"]])
    func `a second run on the same report is refused, and the first one goes on`(arguments: [String]) async throws {
        let first = Self.stimulus([]) { stage in
            let second = Case(.bytes(Array(Event.lines(5).utf8)), arguments)
            let outcome = try await second.run(in: stage.directory, against: stage.sandbox)
            #expect(outcome.ending == .exit(73), "\(outcome)")
            #expect(outcome.rows.count == 3 && outcome.served.ledger.requests == 1, "\(outcome)")
            #expect(outcome.standardError.contains(Self.name))
        }
        try await first.gives(exit: 0, .imported(5), requests: 2)
    }

    @Test(arguments: ["--rejects", "--pending"], [["--overwrite"], ["--resume"]])
    func `a second run on another's companion is refused`(option: String, arguments: [String]) async throws {
        let bad = "{\n" + Event.line(8, value: #""poison""#) + "\n" + Event.lines(9...9)
        let first = Self.stimulus([]) { stage in
            await stage.input?.write(Array(bad.utf8))
            try await stage.play([.wait(.rows(6))])
            let companion = option == "--rejects" ? "report.rejects.ndjson" : "report.pending.ndjson"
            let before = stage.directory.contents(companion)
            #expect(before?.isEmpty == false)
            let own = ["--report", "other.ndjson", option, companion]
            let second = Case(.bytes(Array(Event.lines(5).utf8)), own + arguments)
            let outcome = try await second.run(in: stage.directory, against: stage.sandbox)
            #expect(outcome.ending == .exit(73), "\(outcome)")
            #expect(stage.directory.contents(companion) == before)
        }.with { stimulus in
            stimulus.lines = Array((Event.lines(3) + bad + Event.lines(4...5)).utf8)
            stimulus.arguments += ["--max-attempts", "1"]
            stimulus.service.faults = [.request(.contains("poison"), .status(500))]
        }
        try await first.gives(exit: 75, .imported(6), .rejected(1, "not_json"), .unknown(1, "http_500"))
    }

    @Test(arguments: [[], ["--json"]])
    func `a report that is moved while it is written is complete, and said to be elsewhere`(
        arguments: [String]
    ) async throws {
        let stimulus = Self.stimulus(arguments) { stage in
            #expect(rename(stage.directory.path(Self.name), stage.directory.path("moved")) == 0)
        }
        try await Chain.with(stimulus.service) { chain in
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(0), "\(outcome)")
            let rows = InputLines(chain.directory.contents("moved") ?? []).raw.compactMap { try? Row(Array($0)) }
            #expect(rows.map(\.line) == [1, 2, 3, 4, 5] && rows.allSatisfy { $0.status == .imported })
            #expect(outcome.modes.keys.sorted() == ["moved"])
            #expect(outcome.standardError.contains("moved or deleted"), "\(outcome)")
        }
    }

    @Test(arguments: [[], ["--json"]])
    func `a report that is deleted while it is written is said to be gone`(arguments: [String]) async throws {
        let stimulus = Self.stimulus(arguments) { stage in #expect(unlink(stage.directory.path(Self.name)) == 0) }
        let outcome = try await stimulus.with { $0.converges = false }.gives(exit: 0, requests: 2)
        #expect(outcome.modes.isEmpty)
        #expect(outcome.standardError.contains("moved or deleted"), "\(outcome)")
    }

    /// The companions are made with their first line, long after the check at the start.
    @Test(arguments: ["report.pending.ndjson", "report.rejects.ndjson"], ["directory", "link"])
    func `a companion that cannot be made in the middle of a run ends it`(name: String, obstacle: String) async throws {
        let bad = name.contains("rejects") ? "{\n" : Event.line(4, value: #""poison""#) + "\n"
        let acts: [Action] = [
            .write(Event.lines(3)), .wait(.rows(3)),
            .perform { stage in
                if obstacle == "directory" {
                    try stage.directory.makeDirectory(name)
                } else {
                    try stage.directory.link(name, to: "nowhere")
                }
            },
            .write(bad),
        ]
        let stimulus = Case(.script(acts), ["--max-delay", "50ms", "--give-up-after", "500ms"]).with {
            $0.service.faults = [.request(.contains("poison"), .status(500))]
        }
        let outcome = try await stimulus.gives(exit: 74, .imported(3))
        #expect(outcome.standardError.contains(name))
        #expect(outcome.modes["nowhere"] == nil)
    }
}
