public import SystemPackage

/// Where a report and an input part.
@nonexhaustive
public enum ReportMismatch: Error, Equatable {
    /// The line's `$insert_id` is not the one its row holds.
    case differs(line: Int, row: String, input: String?)
    /// The input has fewer lines than the report has rows.
    case inputEnds(lines: Int, rows: Int)
    /// The row is not one that this program writes.
    case foreignRow(line: Int)
    /// What a dry run found says nothing of what the service holds, nor the other way round.
    case ofDryRun(Bool)
    /// The replay that wrote the report picked other lines: it has rows for later lines, and none for this one.
    case otherSelection(line: Int)
    /// The report, or a file of raw lines, cannot be read.
    case unreadable(path: String?, Errno)
    /// A file of raw lines that are not the report's: not those of its rows, the first one that is missing, or more.
    case otherRawLines(path: String, line: Int?)
}

extension ReportMismatch: CustomStringConvertible {
    /// A sentence without a full stop.
    public var description: String {
        switch self {
        case .differs(let line, let row, let input):
            "this is not the input of the report: line \(line) has the id \(input ?? "none"), its row \(row)"
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
