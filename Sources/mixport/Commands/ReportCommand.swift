import ArgumentParser
import MixpanelImport
import SystemPackage

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "What became of which line: counts, reasons, one line, raw lines, a page.",
        usage: "mixport report REPORT... [options]",
        discussion: """
            Several reports add up, also gzip; - is standard input. --line, --reason and --status choose lines, each shown \
            with its verdict and its raw line. All of it goes to standard output.
            """
    )

    @Argument(
        help: .init("Reports of runs; - for standard input.", valueName: "report"),
        completion: .file(),
        transform: Self.path
    )
    var reports: [FilePath]
    @Option(
        name: .customLong("line"),
        help: .init("These lines: 812 or 100-200; may be given several times.", valueName: "n"),
        transform: Self.lines
    )
    var lines: [ClosedRange<Int>] = []
    @Option(
        help: .init(
            "Lines with this reason: a code, words of its message, or both: validation:time.",
            valueName: "words"
        ),
        transform: Self.reason
    )
    var reason: ReasonSelector?
    @Option(
        help: .init(
            "Lines with this verdict, or pending (undelivered and unknown); may be given several times.",
            valueName: "verdict"
        ),
        completion: .list(Verdict.Status.allCases.map(\.rawValue) + ["pending"]),
        transform: Self.statuses
    )
    var status: [[Verdict.Status]] = []
    @Option(help: .init("Show at most so many lines. (default: 10; with --raw all)", valueName: "n"))
    var limit: Int?
    @Flag(help: "The raw lines alone, byte for byte, to be repaired and piped back in.")
    var raw = false
    @Flag(help: "Counts and reasons as one JSON object.")
    var json = false
    @Flag(help: "One HTML page: no network, no other files. It holds data of your users.")
    var html = false
    @Option(
        help: .init(
            """
            Exit with 65 or 75 where a line is rejected, where one is pending, or only where a run stopped early (stop). \
            (default: 0 in any case)
            """,
            valueName: "level"
        ),
        completion: .list(FailureLevel.allCases.map(\.rawValue)),
        transform: Self.level
    )
    var failOn: FailureLevel?
    @Option(
        help: .init("The raw lines that were rejected, where they are not beside the report.", valueName: "path"),
        completion: .file(),
        transform: FilePath.init(argument:)
    )
    var rejects: FilePath?
    @Option(
        help: .init("The raw lines that are pending, where they are not beside the report.", valueName: "path"),
        completion: .file(),
        transform: FilePath.init(argument:)
    )
    var pending: FilePath?

    func validate() throws {
        guard [raw, json, html].count(where: \.self) <= 1 else {
            throw ValidationError("--raw, --json and --html: use one of them")
        }
        guard limit.map({ $0 > 0 }) != false else { throw ValidationError("--limit takes a number from 1") }
        let choosesLines = !selection.isEverything || limit != nil
        if json || html, choosesLines {
            throw ValidationError("--json and --html are about whole reports; jq picks rows of a report")
        }
        if failOn != nil, choosesLines {
            throw ValidationError("--fail-on is about whole reports, not about lines of them")
        }
        if raw, !choosesLines { throw ValidationError("--raw needs lines: --line, --reason or --status") }
        guard reports.count(where: { $0 == "-" }) <= 1 else {
            throw ValidationError("standard input can be read once: give - once")
        }
        if reports.count > 1, rejects != nil || pending != nil {
            throw ValidationError("--rejects and --pending are of one report")
        }
    }

    func run() throws {
        for report in reports where report != "-" { try SecretHint.checkIsReport(report) }
        var reports = ReviewedReports(reports, rejects: rejects, pending: pending)
        let output = StandardOutput()
        if raw {
            try RawLinePrinter(selection: selection, limit: limit ?? .max, output: output).print(&reports)
        } else if !selection.isEverything || limit != nil {
            try LinePrinter(selection: selection, limit: limit ?? 10, output: output).print(&reports)
        } else if html {
            try ReportPage.write(&reports, to: output)
        } else {
            try reports.read()
            try output.write(json ? ReviewJSON(reports: reports).text : ReviewText(reports: reports).text)
        }
        try output.flush()
        guard let failOn else { return }
        Ending(failOn.ending(of: reports.review.counts, isFinal: reports.isFinal), signal: nil).end()
    }

    private var selection: LineSelection {
        LineSelection(lines: lines, reason: reason, statuses: Set(status.joined()))
    }

    private static func path(_ text: String) -> FilePath { FilePath(argument: text) }

    private static func lines(_ text: String) throws -> ClosedRange<Int> {
        guard let lines = LineSelection.lines(text) else { throw ValidationError("a line is 812, lines are 100-200") }
        return lines
    }

    private static func reason(_ text: String) throws -> ReasonSelector {
        guard let selector = ReasonSelector(text) else {
            throw ValidationError("a reason is a code such as not_json, or words of its message")
        }
        return selector
    }

    private static func statuses(_ text: String) throws -> [Verdict.Status] {
        guard let statuses = LineSelection.statuses(text) else {
            let names = Verdict.Status.allCases.map(\.rawValue) + ["pending"]
            throw ValidationError("a verdict is one of \(names.joined(separator: ", "))")
        }
        return statuses
    }

    private static func level(_ text: String) throws -> FailureLevel {
        guard let level = FailureLevel(rawValue: text) else {
            throw ValidationError("a level is rejected, pending or stop")
        }
        return level
    }
}
