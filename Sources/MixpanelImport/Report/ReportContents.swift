internal import SystemPackage

/// A report as a whole, for people.
public struct ReportContents {
    public private(set) var counts = LineCounts()
    public private(set) var reasons = ReasonCounts()
    /// Lines that had no verdict when their run ended.
    public private(set) var stopped = 0
    /// The last row was not written to its end.
    public private(set) var isTorn = false
    public private(set) var isDryRun = false

    /// Throws `ReportUnreadable`, or `ReportMismatch` for a file that is no report.
    public init(path: String) throws {
        let reader = try RowReader(path: path)
        var rows = 0
        reading: while true {
            switch try reader.next() {
            case .row(let bytes):
                rows += 1
                guard let row = ReportRow(bytes), let verdict = row.verdict(in: bytes) else {
                    throw ReportMismatch.foreignRow(line: rows)
                }
                counts.lines += 1
                counts.count(verdict.status)
                reasons.count(verdict, line: row.line)
                if verdict.reason == .stopped { stopped += 1 }
                if rows == 1 { isDryRun = row.isOfDryRun(in: bytes) }
            case .torn:
                isTorn = true
                break reading
            case .end:
                break reading
            }
        }
    }
}
