import MixpanelSandbox
import Testing

/// What is said of commands and options, on a terminal of 80 columns and where one is wrong.
@Suite struct HelpScreenTests {
    private static let pages: [[String]] = [
        [], ["import"], ["replay"], ["convert"], ["presets"], ["report"], ["verify"], ["check"], ["sandbox"],
    ]

    @Test(arguments: pages) func `help breaks no word on a narrow terminal`(command: [String]) async throws {
        let stimulus = Captured.onTerminal(Case(.bytes([]), command + ["--help"]), 80).with { $0.defaults = [] }
        let outcome = try await stimulus.gives(exit: 0, requests: 0)
        let lines = outcome.standardOutput.split(separator: "\n")
        #expect(lines.count > 5)
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
    }

    @Test func `the footer of the help has the same words at any width`() async throws {
        let wide = try await Case(.bytes([]), "--help").gives(exit: 0, requests: 0).standardOutput
        let stimulus = Captured.onTerminal(Case(.bytes([]), "--help"), 80).with { $0.defaults = [] }
        let narrow = try await stimulus.gives(exit: 0, requests: 0).standardOutput
        func words(_ text: String) -> [Substring] { text.split { $0.isWhitespace } }
        #expect(words(wide) == words(narrow), "\(narrow)")
    }

    @Test func `the help of convert speaks of what convert does`() async throws {
        let page = try await Case(.bytes([]), "convert", "--help").gives(exit: 0, requests: 0).standardOutput
        #expect(!page.contains("; --resume without it goes on") && !page.contains("; gives percent"), "\(page)")
    }

    @Test(arguments: [
        ("nope", "there is no such command; mixport --help has all"),
        ("reprot", "there is no command reprot; report? mixport --help has all"),
    ])
    func `help for a command that there is not is an error`(name: String, said: String) async throws {
        let outcome = try await Case(.bytes([]), "help", name).with { $0.defaults = [] }.gives(exit: 64, requests: 0)
        #expect(outcome.output.isEmpty && outcome.messages == ["mixport: \(said)"], "\(outcome)")
    }

    @Test(arguments: [
        (["--limit", "-1"], "--limit takes 1 or more"),
        (["--concurrency", "-1"], "--concurrency takes 1 to 100"),
        (["--rate", "-1"], "--rate -1: write 30000, 20000/2s or none"),
        (["--timeout", "-5s"], "--timeout -5s: write a number and a unit, as in 250ms, 5s, 15m, 2h"),
        (["--give-up-after", ""], "--give-up-after '': write a number and a unit, as in 250ms, 5s, 15m, 2h"),
        (["replay", ""], "replay needs the name of a report"),
        (["verify", ""], "verify needs the name of a report"),
        (["--sandbox", "--endpoint", "http://127.0.0.1:1"], "--sandbox and --endpoint: use one of them"),
        (["--keep", "--json"], "--keep needs a value: it is not --json"),
        (["convert", "--set", "--drop-null"], "--set needs a value: it is not --drop-null"),
        (["--line", "5"], "--line is an option of mixport report"),
        (["convert", "--resume"], "--resume is an option of mixport import or mixport replay, not of mixport convert"),
        (["convert", "--renam", "x"], "there is no --renam; --rename?"),
    ])
    func `what is wrong with a value or an option is said as it is`(arguments: [String], said: String) async throws {
        let stimulus = Case(.bytes(Array(Event.lines(1).utf8)), arguments).with { $0.defaults = [] }
        let outcome = try await stimulus.gives(exit: 64, requests: 0)
        #expect(outcome.messages.first == "mixport: \(said)", "\(outcome.standardError)")
        #expect(outcome.messages.count <= 2, "\(outcome.standardError)")
        #expect(outcome.modes.isEmpty, "\(outcome.modes)")
    }

    @Test(arguments: [
        (["--timezone", "-03:00"], #""time":1714577696000"#), (["--set", "-x=1"], #""-x":1"#),
        (["--set", "x=y", "--default", "-d=2"], #""-d":2"#), (["--rename", "n=-m"], #""-m":7"#),
        (["--drop", "-gone"], #""n":7"#), (["--map", "-p=.properties.n"], #""-p":7"#),
    ])
    func `a value may begin with a hyphen`(options: [String], part: String) async throws {
        let text = #"{"event":"e","properties":{"time":"2024-05-01 12:34:56","n":7,"-gone":8}}"# + "\n"
        let arguments = ["convert", "-q", "--map", "time=.properties.time"] + options
        let stimulus = Case(.bytes(Array(text.utf8)), arguments).with { stimulus in
            stimulus.defaults = []
            stimulus.converges = false
        }
        let outcome = try await stimulus.gives(exit: 0, requests: 0)
        #expect(outcome.standardOutput.contains(part), "\(outcome)")
        #expect(outcome.standardOutput.contains("-gone") == (options[0] != "--drop"), "\(outcome)")
    }
}
