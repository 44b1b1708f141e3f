import MixpanelImport
import SystemPackage

/// The end of a run: what became of the lines, and what to do next.
struct Summary {
    /// Reasons that the summary lists; the report has them all.
    private static let mostReasons = 5

    let result: ImportResult
    let ending: Ending
    let duration: Duration
    let files: WrittenFiles
    let arguments: RunArguments

    /// What went wrong with the run as a whole, and what others did to its files.
    var problems: [String] {
        var problems: [String] = []
        if let error = result.outputError {
            problems.append(error.sentence)
        } else if let error = result.inputError {
            problems.append(error.sentence)
        } else if let expectedLines = arguments.input.expectLines, result.isComplete, expectedLines != result.linesRead
        {
            problems.append("expected \(expectedLines.grouped) lines, got \(result.linesRead.grouped)")
        }
        for file in changedFiles where result.outputError != .changed(file.path, file.change) {
            problems.append(file.change.sentence(file.path))
        }
        return problems
    }

    /// Files that no longer hold what was written to them, or do not stand where they did.
    var changedFiles: [(path: FilePath, change: FileChange)] {
        files.all.compactMap { file in file.isEmpty ? nil : file.change.map { (file.path, $0) } }
    }

    var text: String {
        var lines = [counts, cost] + unwritten + reasons + forecast
        let written = files.all.filter(\.isThere).map(\.path.text)
        if !written.isEmpty { lines.append("files: " + written.joined(separator: ", ")) }
        lines += NextCommand(endingOfLines, result, files, expectedLines: arguments.input.expectLines).lines
        return lines.map { $0.forTerminal + "\n" }.joined()
    }

    /// What is left to do is there also where `--fail-on` makes it a success.
    private var endingOfLines: Ending { ending == .exit(.success) ? Ending(result.ending, signal: nil) : ending }

    private var counts: String {
        guard result.counts.lines > 0 || result.linesRead > 0 else { return "no input: 0 lines" }
        if let replay = arguments.replay, result.counts.lines == 0, result.isComplete {
            return "nothing to send: \(replay.report.text) has no lines of the kind that was asked for"
        }
        return result.counts.sentence(importedAs: arguments.isDryRun ? "valid" : "imported")
    }

    private var cost: String {
        let statistics = result.statistics
        let rate = Int(Double(result.counts.lines) / max(duration / .seconds(1), 0.001))
        let retries = statistics.retries.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        return """
            \(statistics.requests.grouped) requests, retries: \(retries.isEmpty ? "none" : retries.joined(separator: ", ")); \
            \(statistics.bodyBytes.grouped) bytes, \(statistics.sentBytes.grouped) compressed; \(duration.brief), \
            \(rate.grouped) lines/s
            """
    }

    /// A pipe does not give them back.
    private var unwritten: [String] {
        guard result.outputError != nil, result.linesRead > result.counts.lines, arguments.replay == nil else {
            return []
        }
        let first = result.counts.lines + 1
        return ["lines \(first.grouped) to \(result.linesRead.grouped) were read and could not be written anywhere"]
    }

    private var forecast: [String] {
        guard let outlook = result.outlook else { return [] }
        return ForecastText(outlook: outlook, reportBytes: files.report.size).lines
    }

    private var reasons: [String] {
        result.reasons.byFrequency.prefix(Self.mostReasons).map(\.sentence)
    }
}
