import ArgumentParser
import Glibc
import MixpanelImport

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
        let codes = ExitStatus.allCases.map { "  \($0.rawValue)\($0.rawValue < 10 ? " " : "")    \($0.meaning)" }
        return """

            EXIT CODES:
            \(codes.joined(separator: "\n"))
              128+n killed by signal n, after an orderly stop: resume

            MEMORY:
              At most 32 MB + 3 x (concurrency + 2) x batch, where a batch is at most --batch-events lines and
              --batch-bytes: its lines, room to grow, its compressed body; and --max-line-bytes for the line being
              read. Nothing grows with the input.

            ENVIRONMENT:
              MIXPANEL_TOKEN, or MIXPANEL_SERVICE_ACCOUNT, MIXPANEL_SERVICE_ACCOUNT_SECRET and MIXPANEL_PROJECT_ID
              MIXPANEL_REGION, MIXPANEL_ENDPOINT
              HTTPS_PROXY, ALL_PROXY, NO_PROXY   a proxy for https, through CONNECT
              SSL_CERT_FILE                      certificates to trust in place of the system's
              TERM=dumb                          no live line

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
            let name = command.configuration.commandName ?? ""
            return "  \(name)\(String(repeating: " ", count: 24 - name.count))\(command.configuration.abstract)"
        }
        let help = Mixport.helpMessage(for: ImportCommand.self, columns: columns)
        printAndExit("\(help)\nCOMMANDS:\n\(commands.joined(separator: "\n"))\n\(footer)")
    }

    /// A person at a keyboard, not a pipe.
    static func failForTerminal() -> Never {
        Terminal.write(
            """
            mixport imports NDJSON events from standard input into Mixpanel and accounts for every line.

              MIXPANEL_TOKEN=… mixport < events.ndjson
              mixport --sandbox < events.ndjson      no account, no network

            mixport --help says more.

            """
        )
        exit(ExitStatus.usage.rawValue)
    }
}
