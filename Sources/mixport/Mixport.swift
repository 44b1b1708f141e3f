import ArgumentParser
import Dispatch
import MixpanelImport

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

@main
struct Mixport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mixport",
        abstract: "Import events from standard input into Mixpanel, and account for every line.",
        version: Version.current,
        subcommands: [
            ImportCommand.self, ReplayCommand.self, ConvertCommand.self, PresetsCommand.self, ReportCommand.self,
            VerifyCommand.self, CheckCommand.self, SandboxCommand.self,
        ],
        defaultSubcommand: ImportCommand.self
    )

    /// Not asynchronous itself: where the system allows no more threads, an asynchronous one would never begin.
    static func main() {
        Allocator.returnLargeBlocks()
        StandardDescriptors.secure()
        Secrets.keepOutOfCrashes()
        // Not one of them, not even `--dry-run`, may be overlooked.
        guard let arguments = ProgramArguments.all.isEmpty ? nil : ProgramArguments.all.dropFirst() else {
            Terminal.fail("the program cannot read its own arguments; nothing was done", .system)
        }
        // Dispatch looks at its threads there once a second, and crashes where it does not find them.
        guard access("/proc/self/task", F_OK) == 0 else {
            Terminal.fail("there is no /proc here, without which threads cannot be run; nothing was done", .system)
        }
        do throws(Failure) {
            try ResourceLimit.checkRuntime()
        } catch {
            Terminal.fail(error.text, error.code)
        }
        // The one task that nobody waits for: it is the program, and ends it.
        Task { await run(Array(arguments)) }
        dispatchMain()
    }

    private static func run(_ arguments: [String]) async -> Never {
        if let hint = SecretHint(arguments) { Terminal.fail(hint.text, .usage) }
        HelpText.answer(arguments)
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
            let message = fullMessage(for: error)
            if let hint = SecretHint(unexpectedIn: message, arguments) { Terminal.fail(hint.text, .usage) }
            Terminal.fail(UsageError(message, arguments).text, .usage)
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
