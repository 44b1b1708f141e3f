import ArgumentParser
import Dispatch
import Glibc
import MixpanelImport

@main
struct Mixport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mixport",
        abstract: "Import NDJSON events from standard input into Mixpanel, and account for every line.",
        version: Version.current,
        subcommands: [ImportCommand.self, ReplayCommand.self, ReportCommand.self, SandboxCommand.self],
        defaultSubcommand: ImportCommand.self
    )

    /// Not asynchronous itself: where the system allows no more threads, an asynchronous one would never begin.
    static func main() {
        StandardDescriptors.secure()
        Secrets.keepOutOfCrashes()
        do throws(Failure) {
            try ResourceLimit.checkThreads()
        } catch {
            Terminal.fail(error.text, error.code)
        }
        // The one task that nobody waits for: it is the program, and ends it.
        Task { await run(Array(CommandLine.arguments.dropFirst())) }
        dispatchMain()
    }

    private static func run(_ arguments: [String]) async -> Never {
        if let hint = SecretHint(arguments) { Terminal.fail(hint.text, .usage) }
        if arguments.contains("--help") || arguments.contains("-h") {
            let named = configuration.subcommands.first { $0.configuration.commandName == arguments[0] }
            if let named, named != ImportCommand.self { HelpText.printAndExit(for: named) }
            HelpText.printAndExit()
        }
        do {
            var command = try command(of: arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            Terminal.fail(failure.text, failure.code)
        } catch {
            let code = exitCode(for: error)
            guard code != .success else { exit(withError: error) }
            // Not the parser's: something that the program needs could not be had.
            if code == .failure { Terminal.fail("\(error)", .system) }
            Terminal.write(fullMessage(for: error) + "\n")
            exit(withError: code)
        }
        Ending.exit(.success).end()
    }

    /// Nearly always it is an import, whose options alone are read in half the time that the tree of commands takes.
    /// The tree is for all others, and for saying what is wrong.
    private static func command(of arguments: [String]) throws -> any ParsableCommand {
        let options =
            arguments.first == ImportCommand.configuration.commandName ? arguments.dropFirst() : arguments[...]
        if let command = try? ImportCommand.parse(Array(options)) { return command }
        return try parseAsRoot(arguments)
    }
}

/// What is wrong before anything is sent, and the exit code that says so.
struct Failure: Error {
    var text: String
    var code: ExitStatus

    init(_ text: String, _ code: ExitStatus) {
        self.text = text
        self.code = code
    }
}

/// A secret on the command line stands in process lists and shell histories: say so, and do not repeat it.
private struct SecretHint {
    let text: String

    private static let wrong = ["--secret", "--token", "--password", "--service-account-secret", "--api-secret"]

    init?(_ arguments: [String]) {
        let names = arguments.prefix { $0 != "--" }.map { $0.prefix { $0 != "=" } }
        let given = arguments.contains(where: Self.isToken) ? "one of the arguments looks like a token" : nil
        guard let name = names.first(where: { Self.wrong.contains(String($0)) }).map(String.init) ?? given else {
            return nil
        }
        text = """
            no option takes a secret as its value (\(name)): put it into a file and use --secret-file or --token-file, \
            or into MIXPANEL_SERVICE_ACCOUNT_SECRET or MIXPANEL_TOKEN
            """
    }

    /// Of the form that the service's tokens have, and no file of that name.
    private static func isToken(_ argument: String) -> Bool {
        let value = argument.split(separator: "=", maxSplits: 1).last ?? ""
        return value.utf8.count == 32 && value.allSatisfy(\.isHexDigit) && access(String(value), F_OK) != 0
    }
}
