import ArgumentParser

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import standard input: one event a line (the default command).",
        usage: "mixport [import] [options] < events.ndjson",
        discussion: HelpText.examples
    )

    @OptionGroup var options: RunOptions
    @Flag(help: "No network, no credentials: check every line by the service's documented rules, write the report.")
    var dryRun = false

    func run() async throws {
        try await RunArguments(options, isDryRun: dryRun).run()
    }
}
