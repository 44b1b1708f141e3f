public import SystemPackage

/// Where a report and an input differ.
@nonexhaustive
public enum ReportMismatch: Error, Equatable {
    /// The line's `$insert_id` is not the one its row holds.
    case differs(line: Int, row: String, input: String?)
    /// The row says that the line was left out by an option, and this run's options do not leave it out.
    case notSkipped(line: Int)
    /// The input has fewer lines than the report has rows.
    case inputEnds(lines: Int, rows: Int)
    /// The row is not one that this program writes.
    case foreignRow(line: Int)
    /// The report of a validation (`true`) cannot be resumed by an import, nor the other way round.
    case ofDryRun(Bool)
    /// The replay that wrote the report picked other lines: it has rows for later lines, and none for this one.
    case otherSelection(line: Int)
    /// The report, or a file of raw lines, cannot be read.
    case unreadable(path: String?, Errno)
    /// A file whose raw lines are not those of the report: `line` is the first row without its raw line; nil if the
    /// file has lines that belong to no row.
    case otherRawLines(path: String, line: Int?)
}

extension ReportMismatch: CustomStringConvertible {
    /// A sentence without a full stop.
    public var description: String {
        switch self {
        case .differs(let line, let row, let input):
            "this is not the input of the report: line \(line) has the id \(input ?? "none"), its row \(row)"
        case .notSkipped(let line):
            "this is not the input of the report: line \(line) was skipped, and is not to be skipped now"
        case .inputEnds(let lines, let rows):
            "this is not the input of the report: it has \(lines) lines, the report \(rows) rows"
        case .foreignRow(let line): "row \(line) is not a row of a report"
        case .ofDryRun(true): "this is the report of a validation, which sent nothing"
        case .ofDryRun(false): "this is the report of an import, not of a validation"
        case .otherSelection(let line):
            "the replay that wrote this report did not send line \(line), but lines after it"
        case .unreadable(let path, let error): "\(path ?? "the report") cannot be read: \(error.description)"
        case .otherRawLines(let path, let line?): "\(path) does not have line \(line) as the input has it"
        case .otherRawLines(let path, nil): "\(path) has lines that are not of this report"
        }
    }
}
