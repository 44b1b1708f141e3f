/// Picks the lines that a replay sends: those whose row in an earlier report has one of these statuses. Every line that
/// has a row is compared with it.
package struct ReplayFilter {
    package enum Choice: Equatable {
        /// `mayBeHeld`: the service may have the line.
        case take(mayBeHeld: Bool)
        case skip
    }

    private var rows: ReportCursor
    private let statuses: Set<Verdict.Status>

    package init(_ report: RowReader, statuses: Set<Verdict.Status>, identity: LineIdentity) {
        // A line that a dry run rejected can be sent in a real run.
        rows = ReportCursor(report, identity: identity, isDryRun: nil, hasGaps: true)
        self.statuses = statuses
    }

    /// The line with its `\n`; nil where it is too long to be compared.
    mutating func choice(for line: UnsafeRawBufferPointer?, number: Int) throws(ReportMismatch) -> Choice {
        guard case .row(let row) = try rows.match(line, number: number) else { return .skip }
        // A line that was left out is not sent, whatever this run's options are.
        if let mismatch = row.mismatch, row.verdict.status != .skipped { throw mismatch }
        let status = row.verdict.status
        return statuses.contains(status) ? .take(mayBeHeld: status == .unknown) : .skip
    }

    mutating func checkEnd(lines: Int) throws(ReportMismatch) {
        try rows.checkEnd(lines: lines)
    }

    /// The last line of the report, where the input goes on after it: the run that wrote it may have been cut short.
    func end(before lines: Int) -> Int? { rows.end(before: lines) }
}
