public import SystemPackage

/// Where a report and an input part.
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
