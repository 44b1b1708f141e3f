import ArgumentParser
import Glibc
import MixpanelImport
import SystemPackage

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Summarise a report for people: counts, reasons, first lines.",
        usage: "mixport report REPORT"
    )

    @Argument(help: .init("The report of a run.", valueName: "report"), transform: FilePath.init(argument:))
    var path: FilePath

    func run() throws {
        let contents: ReportSummary
        do {
            contents = try ReportSummary(path: path)
        } catch let error as ReportUnreadable {
            throw Failure(error.description, .input)
        } catch let mismatch as ReportMismatch {
            throw Failure("\(path.text): \(mismatch.sentence)", .rejected)
        }
        var lines = [contents.counts.sentence(importedAs: contents.isDryRun ? "valid" : "imported")]
        lines += contents.reasons.byFrequency.map(\.sentence)
        if contents.stopped > 0 {
            lines.append("the run stopped before \(contents.stopped.grouped) of these lines had a verdict: resume it")
        }
        if contents.isTorn { lines.append("the last row is torn: the run was cut short; resume it") }
        let text = lines.map { $0.forTerminal + "\n" }.joined()
        try Terminal.print(text)
    }
}
