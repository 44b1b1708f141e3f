import ArgumentParser

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import standard input: one event a line (the default command).",
        usage: "mixport [import] [options] < events.ndjson",
        discussion: HelpText.examples
    )

    @OptionGroup(title: "Project") var project: ProjectArguments
    @OptionGroup(title: "Files") var files: FileArguments
    @OptionGroup(title: "Delivery") var delivery: DeliveryArguments
    @OptionGroup(title: "Input") var input: InputArguments
    @OptionGroup(title: "Events") var events: EventArguments
    @OptionGroup(title: "Output") var output: OutputArguments
    @Flag(help: "No network, no credentials: check every line by the service's documented rules, write the report.")
    var dryRun = false

    func run() async throws {
        let arguments = RunArguments(
            project: project,
            files: files,
            delivery: delivery,
            input: input,
            events: events,
            output: output,
            isDryRun: dryRun
        )
        try await arguments.run()
    }
}
