import MixpanelImport

/// Whether a report has a row for each line of its input, and how that is known.
enum Completeness: Equatable {
    /// The run read its input to the end.
    case complete
    /// It did not, in these words.
    case incomplete(String)
    /// Nothing says how the run ended.
    case unknown(String)

    init(_ source: ReportReview.Source, _ record: RunRecord?) {
        let last = source.lastLine.grouped
        if let lines = record?.counts?.lines, lines != source.rows {
            self = .incomplete("the run counted \(lines.grouped) lines, the report has \(source.rows.grouped)")
        } else if source.isTorn {
            self = .incomplete("the last row is torn, after line \(last)")
        } else if let record, record.complete == true {
            self = .complete
        } else if let record, record.complete == false {
            let ending = record.ended?.text ?? Self.ending(record.exitCode)
            self = .incomplete("\(ending); the rows end with line \(last), the rest was never read")
        } else if source.source == .standardInput {
            self = .unknown("rows from standard input do not say how their runs ended")
        } else {
            self = .unknown("no summary stands beside the report: the run was killed, is still running, or kept none")
        }
    }

    private static func ending(_ code: Int?) -> String {
        switch code {
        case 0: "ended by --limit"
        case 65: "ended by --limit or --max-rejects"
        case 66: "the input broke off"
        case 74: "a file could not be read or written"
        case 75: "gave up, as nothing got through"
        case 76: "stopped, as the answers made no sense"
        case 77: "stopped, as the credentials were refused"
        case 129: "stopped by a hangup"
        case 130: "stopped by Ctrl-C"
        case 143: "stopped by a request to terminate"
        case let code? where code > 128: "stopped by signal \(code - 128)"
        default: "stopped"
        }
    }
}
