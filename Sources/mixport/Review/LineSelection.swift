import MixpanelImport

/// Which lines of reports are shown.
struct LineSelection {
    var lines: [ClosedRange<Int>] = []
    var reason: ReasonSelector?
    var statuses: Set<Verdict.Status> = []

    var isEverything: Bool { lines.isEmpty && reason == nil && statuses.isEmpty }

    func picks(_ line: ReviewedLine) -> Bool {
        if !lines.isEmpty, !lines.contains(where: { $0.contains(line.row.line) }) { return false }
        if !statuses.isEmpty, !statuses.contains(line.row.status) { return false }
        return reason?.picks(line) ?? true
    }

    /// `812`, `402,113` or `100-200`.
    static func lines(_ text: String) -> ClosedRange<Int>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { end in
            Int(end.filter { $0 != "," })
        }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first > 0,
            first <= last
        else { return nil }
        return first...last
    }

    /// A verdict's name, or `pending` for what is worth sending again.
    static func statuses(_ text: String) -> [Verdict.Status]? {
        text == "pending" ? [.undelivered, .unknown] : Verdict.Status(rawValue: text).map { [$0] }
    }
}
