/// Stretches of lines in a row that were not imported for the same reason, or that the report has no row for, so that
/// any line can be looked up. Lines in none of them are imported, or valid.
package struct VerdictRuns: Sendable {
    package struct Run: Sendable, Equatable {
        package var first: Int
        package var last: Int
        /// nil: the report has no such lines, as it is one of some lines only.
        package var status: Verdict.Status?
        /// Which of the reasons.
        package var group: Int?
    }

    /// A line a second of which is rejected needs as many; beyond them only the report itself says it.
    private static let most = 6_000

    package private(set) var runs: [Run] = []
    /// Lines after this one are not in `runs`; nil: all of them are.
    package private(set) var end: Int?
    /// The last line that has a row.
    private var last = 0

    /// Lines come in order.
    mutating func add(_ line: Int, _ status: Verdict.Status, group: Int?) {
        if line > last + 1 { add(Run(first: last + 1, last: line - 1, status: nil, group: nil)) }
        last = line
        if status != .imported, status != .valid {
            add(Run(first: line, last: line, status: status, group: group))
        }
    }

    private mutating func add(_ run: Run) {
        guard end == nil else { return }
        if let last = runs.last, last.last == run.first - 1, last.status == run.status, last.group == run.group {
            runs[runs.count - 1].last = run.last
        } else if runs.count < Self.most {
            runs.append(run)
        } else {
            end = run.first - 1
        }
    }
}
