import MixpanelImport
import SystemPackage

/// The end of a run: what became of the lines, and what to do next.
struct Summary {
    let result: ImportResult
    let ending: Ending
    let duration: Duration
    /// RFC 3339, UTC.
    let started: String
    let files: WrittenFiles
    let arguments: RunArguments
    let history: RateHistory
    /// Why the run stopped, where it did.
    let stop: StopText?
    let totals: EventTotals

    /// What went wrong with the run as a whole, and what others did to its files.
    var problems: [String] {
        var problems: [String] = []
        if let error = result.outputError {
            problems.append(error.sentence)
        } else if let error = result.inputError {
            problems.append(sentence(error))
        } else if let expectedLines = arguments.input.expectLines, result.isComplete, expectedLines != result.linesRead
        {
            problems.append("expected \(expectedLines.grouped) lines, got \(result.linesRead.grouped)")
        }
        if case .credentials = result.stopCause, let hint = arguments.credentialsHint { problems.append(hint.text) }
        for file in changedFiles where result.outputError != .changed(file.path, file.change) {
            problems.append(file.change.sentence(file.path))
        }
        return problems
    }

    /// Of a replay: it is often given the file of the pending lines, which says `pending` as it does.
    private func sentence(_ error: InputError) -> String {
        guard let report = arguments.replay?.report, case .mismatch(let mismatch) = error else { return error.sentence }
        switch mismatch {
        case .differs, .inputEnds:
            let pending = ReportFileNames(of: report, RunRecord(at: ReportFileNames.record(of: report))).pending
            guard let pending, StandardDescriptors.inputIs(pending) else {
                return "\(error.sentence); a replay reads the whole input of that run again"
            }
            return """
                this is the pending file of \(report.text), and a replay reads the whole input of that run again; the \
                pending file goes without replay: \(NextCommand.program) [options] < \(NextCommand.quoted(pending))
                """
        default: return error.sentence
        }
    }

    /// Files that no longer hold what was written to them, or do not stand where they did.
    var changedFiles: [(path: FilePath, change: FileChange)] {
        files.all.compactMap { file in file.isEmpty ? nil : file.change.map { (file.path, $0) } }
    }

    /// How the run ended.
    var endText: String {
        if let error = result.outputError { return error.description }
        if let error = result.inputError { return error.description }
        if let stop { return stop.afterwards }
        if result.reachedLineLimit { return "stopped by --limit after \(result.linesRead.counted("line"))" }
        return "the input ended after \(result.linesRead.counted("line"))"
    }

    /// Not where the options are those that it would name.
    var hint: InputHint? { result.hint(beside: arguments.events) }

    var reportBytes: Int64 { files.report.size }

    /// Of a dry run's report, as an import would write it.
    var foretoldReportBytes: Int64 {
        let (valid, imported) = (Verdict.Status.valid.rawValue, Verdict.Status.imported.rawValue)
        return reportBytes + Int64(result.counts.valid * (imported.utf8.count - valid.utf8.count))
    }

    /// What is left to do is there also where `--fail-on` makes it a success.
    private var endingOfLines: Ending { ending == .exit(.success) ? Ending(result.ending, signal: nil) : ending }

    /// Lines that this run has seen.
    var linesOfRun: Int { result.counts.lines - result.resumed.lines }
    /// Without those that it gave up.
    var verdictsOfRun: Int { result.counts.settled - result.resumed.settled }

    var next: [String] {
        NextCommand(
            endingOfLines,
            result,
            files,
            expectedLines: arguments.input.expectLines,
            credentials: arguments.credentialsHint
        ).lines
    }
}
