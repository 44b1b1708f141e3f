import Foundation
import MixpanelSandbox
import Testing

/// The last line of the summary, run by a shell against a service that is well again, finishes the work.
@Suite struct NextCommandTests {
    private static let poisoned = Event.lines(19) + Event.line(20, value: #""poison""#) + "\n" + Event.lines(21...30)
    private static let poison = FaultRule.request(.contains("poison"), .status(500))

    private static let stops: [(arguments: [String], faults: [FaultRule], exit: Int32)] = [
        (["--give-up-after", "200ms"], [.request(.always, .rateLimited())], 75),
        (["--batch-events", "10"], [.request(.number(2), .status(401))], 77),
        (["--batch-events", "10"], [.request(.number(2), .status(404))], 76),
        (["--max-attempts", "1"], [poison], 75),
        ([], [.request(.always, .status(200, body: "OK"))], 76),
        (["--max-attempts", "1", "--report", "it's a $(report) \"here\".ndjson"], [poison], 75),
        (["--max-attempts", "1", "--report", "new\nline's \\ \u{200D}é1.ndjson"], [poison], 75),
        (["--give-up-after=200ms", "--report=-odd name.ndjson"], [.request(.always, .rateLimited())], 75),
        (
            ["--max-attempts", "1", "--overwrite", "--expect-lines", "30", "--rejects", "r e", "--pending", "p"],
            [poison], 75
        ),
        (["import", "--overwrite", "--batch-events", "10"], [.request(.number(2), .status(401))], 77),
    ]

    @Test(arguments: stops.indices) func `the command to run next finishes the work`(index: Int) async throws {
        let (arguments, faults, exit) = Self.stops[index]
        let text = Array(Self.poisoned.utf8)
        let stimulus = Case(.file(text), arguments, faults: faults).with { stimulus in
            if arguments.contains(where: { $0.hasPrefix("--report=") }) {
                stimulus.defaults.removeAll { ["--report", "report.ndjson"].contains($0) }
            }
        }
        try await Chain.with(stimulus.service) { chain in
            let first = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(first.ending == .exit(exit), "\(first)")
            try await chain.sandbox.play([])
            let said = try await Self.runNext(after: first, in: chain)
            let stored = try await chain.sandbox.ledger.distinct
            #expect(stored == 30, "\(first)\n\(said)")
            #expect(!said.contains("next:"), "\(said)")
        }
    }

    /// As a person would who copies the last line; it must succeed.
    static func runNext(after first: Outcome, in chain: Chain) async throws -> String {
        let last = try #require(first.messages.last)
        let input = chain.directory.inputPath
        #expect(last.hasPrefix("next: \(Binary.path) ") && last.hasSuffix(" < \(input)"), "\(last)")
        return try await run(last.dropFirst("next: ".count), in: chain)
    }

    /// The command for an input that is gone, against a service that is well again.
    private static func runForPending(after first: Outcome, in chain: Chain) async throws {
        try await chain.sandbox.play([])
        let intro = "if the input cannot be read again: "
        let line = try #require(first.messages.first { $0.hasPrefix(intro) }, "\(first)")
        _ = try await run(line.dropFirst(intro.count), in: chain)
    }

    private static func run(_ line: some StringProtocol, in chain: Chain) async throws -> String {
        let command = "exec " + line
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        let errors = try Pipe()
        let child = try Child(
            .init(
                command: ["/bin/bash", "-c", command],
                environment: ["PATH": "/usr/bin:/bin", "MIXPANEL_TOKEN": Case.secret],
                directory: chain.directory.path,
                descriptors: [null, dup(null), errors.writing]
            )
        )
        let written = Written()
        await written.collect(errors.reading)
        let said = String(decoding: written.bytes, as: UTF8.self)
        let ending = await child.ended().0
        #expect(ending == .exit(0), "\(command)\n\(said)")
        return said
    }

    @Test(arguments: [false, true]) func `an input that ended early is continued`(isPacked: Bool) async throws {
        let text = Array(Event.lines(30).utf8)
        let packed = try await Tool.run("/usr/bin/gzip", "-c", input: text).output
        let half = isPacked ? packed.dropLast(9) : text.prefix(1_000)
        let stimulus = Case(.file(Array(half)), isPacked ? [] : ["--expect-lines", "30"])
        try await Chain.with(stimulus.service) { chain in
            let first = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(first.ending == .exit(66), "\(first)")
            try Data(isPacked ? packed : text).write(to: URL(fileURLWithPath: chain.directory.inputPath))
            _ = try await Self.runNext(after: first, in: chain)
            let stored = try await chain.sandbox.ledger.distinct
            #expect(stored == 30, "\(first)")
        }
    }

    /// A pipe is gone; what is left of it stands in the pending file.
    @Test func `what is left of a stream is piped back by the command that is named`() async throws {
        let text = Array(Event.lines(30).utf8)
        let stimulus = Case(.bytes(text), ["--batch-events", "10"], faults: [.request(.number(2), .status(401))])
        try await Chain.with(stimulus.service) { chain in
            let first = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            try #require(first.ending == .exit(77), "\(first)")
            try await Self.runForPending(after: first, in: chain)
            let stored = try await chain.sandbox.ledger.distinct
            #expect(stored == first.rows.count, "\(first)")
        }
    }

    /// What was read from a table is kept as JSON: without its header, and not to be read as a table again.
    @Test(arguments: [false, true]) func `what is left of a table is piped back as lines`(isInFile: Bool) async throws {
        let table = "name,time,user\n" + (1...3).map { "e\($0),1714566896,u\n" }.joined()
        let format = isInFile ? ["--options-file", "table.options"] : ["--format", "csv", "--csv-text"]
        let mapping = ["--map", "event=.name", "--map", "time=.time", "--map", "distinct_id=.user"]
        let stimulus = Case(.bytes(Array(table.utf8)), format + mapping, faults: [.request(.always, .status(401))])
        try await Chain.with(stimulus.service) { chain in
            try chain.directory.write("--format csv\n--csv-text\n", to: "table.options")
            let first = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            try #require(first.ending == .exit(77), "\(first)")
            try await Self.runForPending(after: first, in: chain)
            #expect(try await chain.sandbox.ledger.distinct == 3, "\(first)")
        }
    }

    @Test func `what is left of rows on a stream is in the file that was asked for`() async throws {
        let options = ["--report", "-", "--pending", "left over", "--max-attempts", "1"]
        let stimulus = Case(.bytes(Array(Self.poisoned.utf8)), options, faults: [Self.poison]).with { $0.defaults = [] }
        try await Chain.with(stimulus.service) { chain in
            let arguments = stimulus.arguments + ["--endpoint", chain.sandbox.url]
            let first = try await stimulus.with { $0.arguments = arguments }.run(
                in: chain.directory,
                against: chain.sandbox
            )
            try #require(first.ending == .exit(75), "\(first)")
            try await chain.sandbox.play([])
            let last = try #require(first.messages.last)
            #expect(last.hasPrefix("next: "), "\(first)")
            _ = try await Self.run(last.dropFirst("next: ".count), in: chain)
            #expect(try await chain.sandbox.ledger.distinct == 30, "\(first)")
        }
    }

    @Test(arguments: [["--insert-id", "line"], ["--insert-id=line"]])
    func `ids of line numbers are not made anew of other numbers`(policy: [String]) async throws {
        let delivery = ["--max-attempts", "1", "--batch-events", "1", "--concurrency", "1", "--retry-delay", "20ms"]
        let options = ["--report", "-"] + delivery + policy
        let lines = (1...6).map { #"{"event":"e\#($0)","properties":{"time":1714566896,"distinct_id":"u"}}"# }
        let faults = [FaultRule.request(.contains("e2"), .status(500))]
        let stimulus = Case(.bytes(Array(lines.joined(separator: "\n").utf8)), options, faults: faults)
        let outcome = try await Chain.with(stimulus.service) { chain in
            let arguments = options + ["--endpoint", chain.sandbox.url]
            let run = stimulus.with { ($0.defaults, $0.arguments) = ([], arguments) }
            return try await run.run(in: chain.directory, against: chain.sandbox)
        }
        #expect(outcome.ending == .exit(75), "\(outcome)")
        let last = outcome.messages.last.map(String.init) ?? ""
        #expect(last.hasPrefix("what is left is in the rows") && !last.contains("jq"), "\(outcome)")
    }

    @Test func `an input that begins within its file is not named as that file`() async throws {
        let stimulus = Case(.file(Array(Event.lines(30).utf8)), "--limit", "5").with { stimulus in
            stimulus.launcher = ["/bin/bash", "-c", #"read -r line; exec "$@""#, "bash"]
        }
        try await Chain.with(stimulus.service) { chain in
            let first = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            let last = try #require(first.messages.last)
            #expect(last.hasPrefix("next: ") && last.hasSuffix(" < INPUT"), "\(first)")
        }
    }

    @Test func `an input that is longer than expected leaves nothing to do`() async throws {
        let outcome = try await Case(Event.lines(5), "--expect-lines", "4").gives(exit: 66, .imported(5), requests: 1)
        #expect(!outcome.standardError.contains("next:"), "\(outcome)")
    }

    @Test func `after a replay comes the replay of its report, wherever the first report stands`() async throws {
        let options = ["--max-attempts", "1", "--batch-events", "5", "--give-up-after", "300ms"]
        let stimulus = Case(.file(Array(Self.poisoned.utf8)), options, faults: [.request(.from(2), .status(500))])
        try await Chain.with(stimulus.service) { chain in
            try await chain.run(stimulus, exit: 75, .imported(5), .unknown(.atLeast(5)), .undelivered(.atLeast(5)))
            try await chain.sandbox.play([Self.poison])
            let replay = stimulus.with { stimulus in
                stimulus.arguments = ["replay", "--report", "again", "report.ndjson"] + options.dropLast(2)
            }
            let outcome = try await replay.run(in: chain.directory, against: chain.sandbox)
            let next = try #require(outcome.messages.last)
            let command = "next: \(Binary.path) replay again --max-attempts 1 --batch-events 5 --"
            #expect(next.hasPrefix(command), "\(outcome)")
            #expect(!next.contains("report.ndjson"), "\(outcome)")
        }
    }

    @Test func `a report whose name begins with a hyphen is found again`() async throws {
        let arguments = ["replay", "--endpoint", "{url}", "--report", "again.ndjson", "--", "-r.ndjson"]
        let input = Case.Input.bytes(Array(Event.lines(1).utf8))
        let stimulus = Case(input, arguments, faults: [.request(.always, .status(401))]).with { $0.defaults = [] }
        try await Chain.with(stimulus.service) { chain in
            let row = #"{"line":1,"status":"undelivered","insert_id":"id-1","reason":"stopped"}"#
            try chain.directory.write(row + "\n", to: "-r.ndjson")
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(77), "\(outcome)")
            let options = "--endpoint \(chain.sandbox.url) ./-r.ndjson --report again.ndjson --resume"
            let next = "next: \(Binary.path) replay \(options) < INPUT"
            #expect(outcome.messages.last.map(String.init) == next, "\(outcome)")
        }
    }
}
