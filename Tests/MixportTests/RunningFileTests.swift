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

    /// What others do to a report that is being written: `$0` is its name. What stood there is lost, or is not all that
    /// stands there now, or is elsewhere.
    private static let changes: [(script: String, said: String)] = [
        ("cp $0 copy; truncate -s 0 $0", "cut"), (": > $0", "cut"), ("truncate -s 100 $0", "cut"),
        ("truncate -s -1 $0", "cut"), ("echo foreign >> $0", "written to"), ("truncate -s +1 $0", "written to"),
        ("mv $0 $0.1; : > $0", "replaced"), ("sed -i s/imported/IMPORTED/ $0", "replaced"),
        ("rm $0; mkdir $0", "replaced"), ("cp $0 copy; ln -sf copy $0", "replaced"),
    ]

    @Test(arguments: changes.indices, [true, false])
    func `a report that others change ends the run`(index: Int, goesOn: Bool) async throws {
        let (script, said) = Self.changes[index]
        let acts: [Action] = [
            .write(Event.lines(3)), .wait(.rows(3)),
            .perform { try await Self.shell(script, Self.name, in: $0.directory) },
        ]
        let stimulus = Case(.script(acts + (goesOn ? [.write(Event.lines(4...5))] : [])), ["--max-delay", "50ms"])
        try await Chain.with(stimulus.service) { chain in
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(74), "\(script): \(outcome)")
            #expect(outcome.messages.count { $0.contains("\(Self.name) was \(said)") } == 1, "\(script): \(outcome)")
            #expect(outcome.report?.contains(0) != true || script.contains("+1"), "\(script): \(outcome)")
            let next = try #require(outcome.messages.last)
            #expect(next.hasPrefix("next: ") && !next.contains("--report"), "\(script): \(outcome)")
            #expect(try await chain.sandbox.ledger.requests <= 2, "\(script): \(outcome)")
        }
    }

    @Test func `a report that gets a second name, other times or another mode is the same`() async throws {
        let stimulus = Self.stimulus([]) { stage in
            let script = "ln $0 second; touch -d 2001-01-01 $0; chmod 640 $0; chmod 600 $0; cat $0 > /dev/null"
            try await Self.shell(script, Self.name, in: stage.directory)
        }
        try await stimulus.gives(exit: 0, .imported(5), requests: 2)
    }

    private static func shell(_ script: String, _ name: String, in directory: WorkDirectory) async throws {
        let command = "cd '\(directory.path)' && { \(script); }"
        let ending = try await Tool.run("/bin/sh", "-c", command, name, input: []).ending
        #expect(ending == .exit(0), "\(command)")
    }

    /// What others do to a file of raw lines, what is said of it, and whether it is still to be found.
    private static let rawChanges: [(script: String, said: String, isThere: Bool)] = [
        ("mv $0 moved", "moved or deleted", false), ("rm $0", "moved or deleted", false),
        ("mv $0 moved; echo other > $0", "replaced", false), (": > $0", "cut", true), ("truncate -s 1 $0", "cut", true),
        ("echo foreign >> $0", "written to", true),
    ]

    @Test(arguments: rawChanges.indices, ["report.rejects.ndjson", "report.pending.ndjson"])
    func `raw lines that others change are said to be, once, and no command names a file that is gone`(
        index: Int,
        name: String
    ) async throws {
        let (script, said, isThere) = Self.rawChanges[index]
        let isRejects = name.contains("rejects")
        let bad = isRejects ? "{\n" : Event.line(4, value: #""poison""#) + "\n"
        for option in ["--no-json", "--json"] {
            let acts: [Action] = [
                .write(Event.lines(3) + bad), .wait(.rows(4)),
                .perform { try await Self.shell(script, name, in: $0.directory) }, .write(bad + Event.lines(5...5)),
            ]
            let arguments = ["--max-delay", "50ms", "--max-attempts", "1"] + (option == "--json" ? [option] : [])
            let stimulus = Case(.script(acts), arguments).with {
                $0.service.faults = [.request(.contains("poison"), .status(500))]
            }
            try await Chain.with(stimulus.service) { chain in
                let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
                #expect(outcome.ending == .exit(isRejects ? 65 : 75), "\(script): \(outcome)")
                #expect(outcome.rows.count == 6, "\(script): \(outcome)")
                #expect(outcome.messages.count { $0.contains("\(name) was \(said)") } == 1, "\(script): \(outcome)")
                let named = outcome.messages.filter {
                    ["files: ", "look at: ", "if the input"].contains(where: $0.hasPrefix) && $0.contains(name)
                }
                #expect(isThere || named.isEmpty, "\(script): \(outcome)")
                guard option == "--json" else { return }
                let files = try #require(outcome.json?["files"] as? [String: Any])
                #expect(files["changed"] as? [String] == [name], "\(script): \(files)")
                #expect((files[isRejects ? "rejects" : "pending"] as? String == name) == isThere, "\(script): \(files)")
            }
        }
    }

    /// A line that is too long is taken back where a stop cuts it, but not what others have written after it.
    @Test func `what others append to the rejects is never cut`() async throws {
        let long = String(repeating: "x", count: 400_000)
        let acts: [Action] = [
            .write(Event.lines(1) + long), .wait(.taken),
            .perform { stage in
                let name = "report.rejects.ndjson"
                while (stage.directory.contents(name)?.count ?? 0) < 300_000 {
                    try await Task.sleep(for: .milliseconds(5))
                }
                try await Self.shell("echo foreign >> $0", name, in: stage.directory)
            },
            .signal(SIGTERM), .hold,
        ]
        let stimulus = Case(.script(acts), ["--max-delay", "50ms", "--max-line-bytes", "1000"])
        try await Chain.with(stimulus.service) { chain in
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .signal(SIGTERM), "\(outcome)")
            #expect(outcome.rejects.map { Array($0.suffix(8)) } == Array("foreign\n".utf8), "\(outcome)")
            #expect(outcome.standardError.contains("report.rejects.ndjson was written to"), "\(outcome)")
        }
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
