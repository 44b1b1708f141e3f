import Foundation
import MixpanelSandbox
import Testing

/// What is said where something is wrong: what it is, and what to do.
@Suite struct ErrorScreenTests {
    private static let events = Array(Event.lines(5).utf8)

    private static func said(
        _ arguments: String...,
        prepare: @escaping @Sendable (WorkDirectory) throws -> Void = { _ in }
    )
        async throws -> (text: String, outcome: Outcome)
    {
        let (screen, outcome) = try await Captured.run(.file(events), arguments, columns: 80) { $0.prepare = prepare }
        return (screen.lines.joined(separator: "\n"), outcome)
    }

    @Test(arguments: [("reprot", "report"), ("replya", "replay"), ("sandbx", "sandbox")])
    func `a command that is typed wrong is answered with the one that was meant`(
        typed: String,
        meant: String
    ) async throws {
        let (text, outcome) = try await Self.said(typed, "r.ndjson")
        #expect(outcome.ending == .exit(64), "\(outcome)")
        #expect(text == "mixport: there is no command \(typed); \(meant)? mixport --help has all", "\(text)")
    }

    @Test(arguments: ["version", "-V", "--version"]) func `the version is there for the asking`(
        word: String
    ) async throws {
        let outcome = try await Chain.with(SandboxConfiguration()) { chain in
            try await Case(.closed, [word]).with { $0.defaults = [] }.run(in: chain.directory, against: chain.sandbox)
        }
        #expect(outcome.ending == .exit(0), "\(outcome)")
        #expect(outcome.standardOutput.contains(/^[0-9]+\.[0-9]+\.[0-9]+\n$/), "\(outcome)")
    }

    @Test(arguments: [("--token-file", "token file"), ("--secret-file", "secret file")])
    func `a file of a secret is called what its option calls it`(option: String, name: String) async throws {
        let account = option == "--secret-file" ? ["--service-account", "a", "--project-id", "5"] : []
        let (screen, outcome) = try await Captured.run(.file(Self.events), [option, "."] + account, columns: 80) {
            $0.environment["MIXPANEL_TOKEN"] = nil
        }
        #expect(outcome.ending == .exit(78), "\(outcome)")
        #expect(screen.lines == ["mixport: \(name) .: it is a directory"], "\(screen.lines)")
    }

    @Test func `a replay that is given the pending lines says what it reads`() async throws {
        let poison = FaultRule.request(.contains("poison"), .status(500))
        let text = Event.lines(3) + Event.line(4, value: #""poison""#) + "\n"
        let options = ["--max-attempts", "1"]
        let stimulus = Case(.file(Array(text.utf8)), options, faults: [poison])
        try await Chain.with(stimulus.service) { chain in
            let first = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(first.ending == .exit(75), "\(first)")
            let pending = chain.directory.path("report.pending.ndjson")
            let replay = stimulus.with { stimulus in
                stimulus.arguments = ["replay", "report.ndjson", "--report", "again.ndjson"] + options
                stimulus.input = .descriptor { open(pending, O_RDONLY | O_CLOEXEC) }
            }
            let own = try await replay.run(in: chain.directory, against: chain.sandbox)
            #expect(own.ending == .exit(78), "\(own)")
            #expect(own.standardError.contains("this is the pending file of report.ndjson"), "\(own)")
            #expect(own.standardError.contains("without replay"), "\(own)")
            let other = replay.with { $0.input = .file(Array(Event.lines(7...9).utf8)) }
            let foreign = try await other.run(in: chain.directory, against: chain.sandbox)
            #expect(foreign.ending == .exit(78), "\(foreign)")
            #expect(foreign.standardError.contains("a replay reads the whole input of that run again"), "\(foreign)")
        }
    }

    /// A second 401 is not what anybody wants.
    @Test func `after refused credentials comes what is to be changed, then the command`() async throws {
        let fault = FaultRule.request(.always, .status(401))
        let (screen, outcome) = try await Captured.run(.file(Self.events), [], columns: 80, faults: [fault])
        let lines = screen.lines.suffix(2)
        #expect(lines.first == "once MIXPANEL_TOKEN has the token of the project:", "\(outcome)")
        #expect(lines.last?.hasPrefix("next: ") == true, "\(outcome)")
    }

    /// A project's token where a service account's secret belongs.
    @Test func `a token in the place of a secret is used as one by the next command`() async throws {
        let token = "0123456789abcdef0123456789abcdef"
        let fault = FaultRule.request(.number(1), .status(401))
        let options = ["--secret-file", "sec", "--service-account=sa.1", "--project-id", "55"]
        let stimulus = Captured.onTerminal(Case(.file(Self.events), options, faults: [fault]), 80).with { stimulus in
            stimulus.environment["MIXPANEL_TOKEN"] = nil
            stimulus.service.credentials = nil
            stimulus.prepare = { try $0.write(token + "\n", to: "sec") }
        }
        try await Chain.with(stimulus.service) { chain in
            try stimulus.prepare(chain.directory)
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(77), "\(outcome)")
            let last = try #require(Screen(outcome.standardError).lines.last)
            #expect(last.contains(" --token-file sec") && last.contains(" --resume"), "\(outcome)")
            #expect(
                !last.contains("--secret-file") && !last.contains("sa.1") && !last.contains("--project-id")
                    && !last.contains(" 55 "),
                "\(outcome)"
            )
            #expect(!outcome.standardError.contains(token), "\(outcome)")
        }
    }

    /// Nobody can read more, and a log need not hold it: however many lines are wrong, in however many ways.
    @Test(arguments: [["--dry-run"], []]) func `messages are few, whatever the input holds`(
        arguments: [String]
    ) async throws {
        let kinds: [(Int) -> String] = [
            { "{\($0)" }, { "\($0) x" }, { "[\($0)]" }, { #"{"event":\#($0)}"# }, { #"{"event":"e\#($0)"}"# },
            { #"{"event":"e","properties":{"time":"\#($0)","distinct_id":"\#($0)"}}"# },
            { #"{"event":"e","properties":{"time":\#($0 * 1_000_000_000_000),"distinct_id":"u"}}"# },
            { #"{"event":"n\#($0)","properties":{"time":1700000000,"distinct_id":"\#($0)","ip":"10.0.0.1"}}"# },
            { #"{"event":"e","event":"n\#($0)","properties":{}}"# }, { String(repeating: "[", count: 100 + $0 % 50) },
            { #"{"k\#($0)":\#($0),"k\#($0)":1}"# }, { "\u{FEFF}\u{2028}\($0)" }, { _ in "terminated early" },
        ]
        let text = (0..<40_000).map { kinds[$0 % kinds.count]($0) + "\n" }.joined()
        let (_, outcome) = try await Captured.run(.file(Array(text.utf8)), arguments, columns: 80) {
            $0.hasTerminal = false
        }
        #expect(outcome.rows.count == 40_000 && outcome.count(.rejected) > 30_000, "\(outcome)")
        #expect((10...60).contains(outcome.messages.count), "\(outcome)")
        #expect(outcome.errors.count < 8_000, "\(outcome)")
    }
}
