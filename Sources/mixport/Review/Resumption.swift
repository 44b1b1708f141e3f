import MixpanelImport
import SystemPackage

/// How the run of a report goes on that ended before its input did, or may have.
struct Resumption {
    /// Why, and how.
    private(set) var text: String
    /// Lines that are pending only because the run stopped.
    let stopped: Int
    private let report: FilePath
    private let source: ReportReview.Source

    /// nil where there is nothing to resume.
    init?(of index: Int, in reports: ReviewedReports) {
        source = reports.review.sources[index]
        // Joined reports are nobody's to resume.
        guard case .file(let report) = source.source, source.runs <= 1 else { return nil }
        self.report = report
        stopped = source.stopped
        let record = reports.records[index]
        switch reports.completeness[index] {
        case .complete where source.stopped == 0: return nil
        case .incomplete where source.stopped == 0 && record?.endedAtLimit == true:
            text = "Go on after the run's --limit, with its other options; what is imported is not sent again"
        case .complete, .incomplete:
            text = "Go on where the run stopped, with its options; what is imported is not sent again"
        // Rows that went to a stream never have a summary, and of several files none is more likely cut short.
        case .unknown where source.stopped == 0 && (reports.sources.count > 1 || !source.hasEachLine): return nil
        case .unknown:
            text = "In case the run was cut short: go on where its rows end, with its options; else nothing is sent"
        }
        if !source.hasEachLine { text += "; REPORT is the one whose lines it sent again" }
    }

    func command(_ program: String) -> String {
        let (unpack, plain) = NextSteps.unpacked(report, isCompressed: source.isCompressed)
        // The report that was replayed stands in none of its files.
        let replay = source.hasEachLine ? "" : " replay REPORT"
        return "\(unpack)\(program)\(replay) --report \(plain) --resume < INPUT"
    }
}
