import MixpanelImport

/// Why nothing was found, and what could be asked for.
struct NoSuchLine {
    private static let mostReasons = 8

    let text: String

    init(_ selection: LineSelection, _ reports: ReviewedReports) {
        let last = reports.review.sources.map(\.lastLine).max() ?? 0
        if let first = selection.lines.map(\.lowerBound).min(), first > last {
            text = "the last line is \(last.grouped)"
        } else if selection.reason != nil {
            let groups = reports.review.reasons
            let codes = groups.byFrequency.map { groups.groups[$0].reason }
            let names = codes.enumerated().filter { codes.firstIndex(of: $0.element) == $0.offset }.map(\.element)
            let shown = names.prefix(Self.mostReasons).joined(separator: ", ")
            text = names.isEmpty ? "no line has a reason" : "the reasons are \(shown)".forTerminal
        } else {
            text = "\(reports.review.counts.lines.grouped) lines, none of them"
        }
    }
}
