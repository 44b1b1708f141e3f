public import SystemPackage

/// A report as a whole, for people.
public struct ReportSummary {
    /// How many lines have which verdict.
    public private(set) var counts = LineCounts()
    /// Why lines are not imported.
    public private(set) var reasons = ReasonCounts()
    /// Lines that had no verdict when their run ended.
    public private(set) var stopped = 0
    /// The last row was not written to its end.
    public private(set) var isTorn = false
    /// It is the report of a validation.
    public private(set) var isDryRun = false

    /// Throws `ReportUnreadable`, or `ReportMismatch` for a file that is no report.
    public init(path: FilePath) throws {
        do {
            try self.init(RowReader(path: path))
        } catch let error as Errno {
            throw ReportUnreadable(path: path, error: error)
        }
    }

    init(_ reader: RowReader) throws {
        var rows = 0
        reading: while true {
            switch try reader.next() {
            case .row(let bytes):
                rows += 1
                guard let row = ReportRow(bytes), let verdict = row.verdict(in: bytes) else {
                    throw ReportMismatch.foreignRow(line: rows)
                }
                counts.count(verdict.status, by: verdict.by)
                reasons.count(verdict, line: row.line)
                if verdict.reason == .stopped { stopped += 1 }
                isDryRun = isDryRun || row.isOfDryRun(verdict) == true
            case .torn:
                isTorn = true
                break reading
            case .end:
                break reading
            }
        }
    }
}
