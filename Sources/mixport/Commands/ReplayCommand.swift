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
        transform: FileArguments.path
    )
    var earlierReport: FilePath
    @Option(
        help: .init("Lines to send: undelivered, unknown, rejected; may be given several times.", valueName: "status"),
        completion: .list(["undelivered", "unknown", "rejected"]),
        transform: Self.status
    )
    var status: [Verdict.Status] = [.undelivered, .unknown]
    @OptionGroup var options: RunOptions

    func run() async throws {
        try SecretHint.checkIsReport(earlierReport, or: .cannotCreate)
        let picks = ReplayPicks(report: earlierReport, statuses: Set(status))
        try await RunArguments(options, replay: picks).run()
    }

    private static func status(_ text: String) throws -> Verdict.Status {
        guard let status = Verdict.Status(rawValue: text), [.undelivered, .unknown, .rejected].contains(status) else {
            throw ValidationError("--status takes undelivered, unknown or rejected")
        }
        return status
    }
}
