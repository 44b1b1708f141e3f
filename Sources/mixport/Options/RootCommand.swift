import ArgumentParser
import MixpanelImport

/// The program as it is typed: an import's options and the names of the other commands side by side. Completions and the
/// manual are made from it, as the parser's own of a command with a default command leave the default's options out
/// (https://github.com/apple/swift-argument-parser/issues/488). It is never run.
struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mixport",
        abstract: Mixport.configuration.abstract,
        usage: "mixport [import] [options] < events.ndjson",
        discussion: HelpText.examples,
        version: Version.current,
        subcommands: Mixport.configuration.subcommands
    )

    @OptionGroup(title: "Project") var project: ProjectArguments
    @OptionGroup(title: "Files") var files: FileArguments
    @OptionGroup(title: "Delivery") var delivery: DeliveryArguments
    @OptionGroup(title: "Input") var input: InputArguments
    @OptionGroup(title: "Events") var events: EventArguments
    @OptionGroup(title: "Output") var output: OutputArguments
    @Flag(help: "No network, no credentials: check every line by the service's documented rules, write the report.")
    var dryRun = false
}
