import ArgumentParser
import MixpanelImport

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What `--help` says beyond the options.
enum HelpText {
    static let examples = """
        EXAMPLES:
          MIXPANEL_TOKEN=… mixport < events.ndjson
          zcat logs/*.gz | mixport --service-account NAME --secret-file PATH --project-id ID
          mixport --from segment < archive.ndjson    read a known export; mixport presets lists them
          mixport --dry-run < events.ndjson          check every line, send nothing
          mixport --sandbox < events.ndjson          import into a sandbox: no account, no network
          … | mixport --report - --fail-on pending --share 1/8 | …    one of eight tasks of an engine
        """

    private static var footer: String {
        let codes = ExitStatus.allCases.map { row("\($0.rawValue)", 6, $0.meaning) }
        return """

            EXIT CODES:
            \(codes.joined(separator: "\n"))
            \(row("128+n", 6, "killed by signal n, after an orderly stop: resume"))

            MEMORY:
            \(Paragraph(label: "  ", text: memory, columns: columns).lines.joined(separator: "\n"))

            ENVIRONMENT:
            \(variables.map { row($0, $0.isEmpty ? 0 : 35, $1) }.joined(separator: "\n"))

            """
    }

    private static let memory = """
        At most 32 MB + 3 x (concurrency + 2) x batch, where a batch is at most --batch-events lines and \
        --batch-bytes: its lines, room to grow, its compressed body; and --max-line-bytes for the line being read. \
        Nothing grows with the input.
        """

    private static let variables = [
        (
            "",
            """
            MIXPANEL_TOKEN, or MIXPANEL_SERVICE_ACCOUNT, MIXPANEL_SERVICE_ACCOUNT_SECRET and MIXPANEL_PROJECT_ID
            """
        ),
        ("", "MIXPANEL_REGION, MIXPANEL_ENDPOINT"),
        ("HTTPS_PROXY, ALL_PROXY, NO_PROXY", "a proxy for https, through CONNECT"),
        ("SSL_CERT_FILE", "certificates to trust in place of the system's"),
        ("TERM=dumb", "no live line, no colours"),
        ("NO_COLOR", "no colours"),
    ]

    /// An entry of a list; in one line where there is no terminal that it has to fit.
    private static func row(_ name: String, _ width: Int, _ text: String) -> String {
        Paragraph(label: "  " + name.left(width), text: text, columns: Terminal.columns).lines.joined(separator: "\n")
    }

    /// Where help, or what the shell completes, is all that is asked for.
    static func answer(_ arguments: [String]) {
        let isHelp = arguments.first == "help"
        if isHelp || arguments.contains("--help") || arguments.contains("-h") {
            let name = isHelp ? arguments.dropFirst().first : arguments[0]
            let named = Mixport.configuration.subcommands.first { $0.configuration.commandName == name }
            if let named, named != ImportCommand.self { printAndExit(for: named) }
            if !isHelp, !arguments.contains("--help") { printAndExit(screen) }
            if isHelp, let name, !name.hasPrefix("-"), named == nil {
                Terminal.fail(UsageError.noCommand(name), .usage)
            }
            printAndExit()
        }
        if arguments == ["version"] || arguments == ["-V"] { printAndExit(Version.current + "\n") }
        if let shell = arguments.value(of: "--generate-completion-script").flatMap(CompletionShell.init(rawValue:)) {
            printAndExit(RootCommand.completionScript(for: shell) + "\n")
        }
        // The parser's plug-in for manuals asks so.
        if arguments == ["--experimental-dump-help"] { printAndExit(RootCommand._dumpHelp() + "\n") }
    }

    /// What is needed most, on one screen.
    private static var screen: String {
        """
        mixport \(Version.current): import events into Mixpanel and account for every line

          mixport --dry-run < events.ndjson          check, send nothing, no account
          mixport --sandbox < events.ndjson          practise, no account, no network
          MIXPANEL_TOKEN=... mixport < events.ndjson import
          mixport --from segment < archive.ndjson    read a known export
          mixport ... --report r.ndjson --resume < events.ndjson   go on after a stop
          mixport report r.ndjson                    what happened to which line

        often used                                other commands
          --region us|eu|in   where the data lives  replay   send pending lines again
          --report PATH       the per-line report   report   read a report
          --resume            go on where it stops  convert  print events, send nothing
          --rate N            events a second       presets  known exports
          --limit N           the first N lines     sandbox  a stand-in for Mixpanel
          --json, -q, -v      for scripts, less, more

        exit: 0 all imported, 65 some rejected, 75 later with --resume, 77 credentials
        mixport --help: all options, exit codes, variables. mixport help COMMAND

        """
    }

    static func printAndExit(for command: any ParsableCommand.Type) -> Never {
        printAndExit(Mixport.helpMessage(for: command, columns: columns) + "\n")
    }

    private static var columns: Int { Terminal.columns ?? 100 }

    private static func printAndExit(_ text: String) -> Never {
        exit(Terminal.write(text, to: STDOUT_FILENO, patience: 10_000) == nil ? 0 : ExitStatus.inputOutput.rawValue)
    }

    static func printAndExit() -> Never {
        let commands = Mixport.configuration.subcommands.map { command in
            row(command.configuration.commandName ?? "", 24, command.configuration.abstract)
        }
        let help = Mixport.helpMessage(for: ImportCommand.self, columns: columns)
        printAndExit("\(help)\nCOMMANDS:\n\(commands.joined(separator: "\n"))\n\(footer)")
    }

    /// A person at a keyboard, not a pipe.
    static func failForTerminal(_ command: any ParsableCommand.Type = ImportCommand.self) -> Never {
        let configuration = command.configuration
        var about = configuration.abstract
        var usage = [configuration.usage ?? ""]
        var program = "mixport \(configuration.commandName ?? "")"
        if command == ImportCommand.self {
            about = "mixport imports NDJSON events from standard input into Mixpanel and accounts for every line."
            usage = [
                "MIXPANEL_TOKEN=… mixport < events.ndjson",
                "mixport --sandbox < events.ndjson      no account, no network",
            ]
            program = "mixport"
        }
        let lines = [about, ""] + usage.map { "  \($0)" } + ["", "\(program) --help says more."]
        Terminal.write(lines.joined(separator: "\n") + "\n")
        exit(ExitStatus.usage.rawValue)
    }
}

extension [String] {
    /// What stands after an option, or after its `=`.
    fileprivate func value(of option: String) -> String? {
        guard let place = firstIndex(where: { $0 == option || $0.hasPrefix(option + "=") }) else { return nil }
        if self[place] != option { return String(self[place].dropFirst(option.count + 1)) }
        return place + 1 < count ? self[place + 1] : nil
    }
}
