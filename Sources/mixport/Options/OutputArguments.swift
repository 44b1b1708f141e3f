public import ArgumentParser
public import MixpanelImport

extension FailureLevel: ExpressibleByArgument {}

struct OutputArguments: ParsableArguments {
    @Option(
        help: .init(
            """
            What makes the exit code other than 0: a line rejected, a line pending, or only a run that stopped early \
            (stop).
            """,
            valueName: "level"
        )
    )
    var failOn = FailureLevel.rejected
    @Option(help: .init("First field of each row, for rows of several runs that end in one place.", valueName: "name"))
    var source: String?
    @Flag(
        help: """
            One JSON object on standard output at the end, in place of the summary; with --report - on standard error.
            """
    )
    var json = false
    @Option(
        help: .init(
            "Progress: auto (a live line on a terminal, else plain), plain (a line a minute) or none.",
            valueName: "how"
        )
    )
    var progress = ProgressStyle.auto
    @Option(help: .init("Colours: auto (on a terminal, unless NO_COLOR is set), always or never.", valueName: "when"))
    var color = ColorChoice.auto
    @Flag(name: .shortAndLong, help: "Errors only.")
    var quiet = false
    @Flag(name: .shortAndLong, help: "One line a request.")
    var verbose = false

    func validate() throws {
        if quiet, verbose { throw ValidationError("--quiet and --verbose: use one of them") }
    }
}

extension ColorChoice: ExpressibleByArgument {}

enum ProgressStyle: String, ExpressibleByArgument, CaseIterable {
    case auto
    case plain
    case none
}
