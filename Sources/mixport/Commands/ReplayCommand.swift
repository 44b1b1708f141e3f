import ArgumentParser
import MixpanelImport
import SystemPackage

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Send again what a report calls undelivered or unknown.",
        usage: "mixport replay REPORT [options] < events.ndjson",
        discussion: """
            Reads the same input again and sends only the lines that REPORT has under --status. The new report holds \
            those lines, under their original numbers. REPORT stays as it is.
            """
    )

    @Argument(
        help: .init("The report of the run whose lines are sent again.", valueName: "report"),
        completion: .file(),
        transform: FilePath.init(argument:)
    )
    var earlierReport: FilePath
    @Option(
        help: .init("Lines to send: undelivered, unknown, rejected; may be given several times.", valueName: "status"),
        completion: .list(["undelivered", "unknown", "rejected"]),
        transform: Self.status
    )
    var status: [Verdict.Status] = [.undelivered, .unknown]
    @OptionGroup(title: "Project") var project: ProjectArguments
    @OptionGroup(title: "Files") var files: FileArguments
    @OptionGroup(title: "Delivery") var delivery: DeliveryArguments
    @OptionGroup(title: "Input") var input: InputArguments
    @OptionGroup(title: "Events") var events: EventArguments
    @OptionGroup(title: "Output") var output: OutputArguments

    func run() async throws {
        let arguments = RunArguments(
            project: project,
            files: files,
            delivery: delivery,
            input: input,
            events: events,
            output: output,
            replay: ReplayPicks(report: earlierReport, statuses: Set(status))
        )
        try await arguments.run()
    }

    private static func status(_ text: String) throws -> Verdict.Status {
        guard let status = Verdict.Status(rawValue: text), [.undelivered, .unknown, .rejected].contains(status) else {
            throw ValidationError("--status takes undelivered, unknown or rejected")
        }
        return status
    }
}
