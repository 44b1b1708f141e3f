/// Stretches of lines in a row that were not imported for the same reason, so that any line can be looked up.
package struct VerdictRuns: Sendable {
    package struct Run: Sendable, Equatable {
        package var first: Int
        package var last: Int
        package var status: Verdict.Status
        /// Which of the reasons.
        package var group: Int?
    }

    /// A line a second of which is rejected needs as many; beyond them only the report itself says it.
    private static let most = 6_000

    package private(set) var runs: [Run] = []
    /// Lines after this one are not in `runs`; nil: all of them are.
    package private(set) var end: Int?

    mutating func add(_ line: Int, _ status: Verdict.Status, group: Int?) {
        guard end == nil else { return }
        if let last = runs.last, last.last == line - 1, last.status == status, last.group == group {
            runs[runs.count - 1].last = line
        } else if runs.count < Self.most {
            runs.append(Run(first: line, last: line, status: status, group: group))
        } else {
            end = line - 1
        }
    }
}
