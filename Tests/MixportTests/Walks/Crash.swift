/// What a run that was killed, or whose disk was full, leaves behind: a valid prefix, and at most one torn row.
struct Crash {
    /// As if the run had ended after its last row with a verdict.
    private(set) var outcome: Outcome
    private(set) var violations: [String] = []

    init(_ outcome: Outcome, _ lines: InputLines) {
        self.outcome = outcome
        let report = outcome.report ?? []
        let complete = report.lastIndex(of: 0x0A).map { report[...$0] } ?? []
        let texts = InputLines(Array(complete)).raw
        // A resumed run cuts its files one after the other, from the first such row on.
        let rows = texts.map { try? Row(Array($0)) }.prefix { $0.map { $0.reason != "stopped" } ?? true }
        self.outcome.rows = rows.compactMap(\.self)
        if self.outcome.rows.count != rows.count { violations.append("a row that is complete and yet none") }
        let kept = texts.prefix(rows.count).flatMap { $0 + [0x0A] }
        self.outcome.report = outcome.report == nil ? nil : kept
        let last = self.outcome.rows.last?.line ?? 0
        let rejected = self.outcome.rows.filter { $0.status == .rejected }.map(\.line)
        let pending = self.outcome.rows.filter { $0.status.isPending }.map(\.line)
        self.outcome.rejects = check("rejects", outcome.rejects, rejected, lines, behind: last)
        self.outcome.pending = check("pending", outcome.pending, pending, lines, behind: last)
    }

    /// Raw lines are written before the rows that speak of them, so there may be more of them.
    private mutating func check(
        _ name: String,
        _ file: [UInt8]?,
        _ numbers: [Int],
        _ lines: InputLines,
        behind last: Int
    ) -> [UInt8]? {
        let wanted = lines.text(of: numbers)
        let file = file ?? []
        guard file.starts(with: wanted) else {
            violations.append("the \(name) file does not begin with the raw lines of \(numbers.count) rows")
            return wanted
        }
        var rest = file.dropFirst(wanted.count)
        for line in lines.raw.dropFirst(last) where !rest.isEmpty {
            let text = line + [0x0A]
            if rest.starts(with: text) {
                rest = rest.dropFirst(text.count)
            } else if text.starts(with: rest) {
                rest = []
            }
        }
        if !rest.isEmpty { violations.append("the \(name) file ends with what is no line: \(rest.prefix(200))") }
        return numbers.isEmpty ? nil : wanted
    }
}
