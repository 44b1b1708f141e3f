import MixpanelImport

/// Why lines are not imported: a line a reason, with how many lines there are and where the first and the last one is.
struct ReasonTable {
    /// The report has them all.
    private static let mostReasons = 8

    private static let dots = Terminal.takesUTF8 ? "…" : ".."
    /// Between the first line and the last one.
    private static let gap = " \(dots) "

    let entries: [ReasonCounts.Entry]
    let paint: Paint
    /// nil: no terminal, so that no message is cut.
    let columns: Int?

    var lines: [String] {
        let shown = entries.prefix(Self.mostReasons)
        guard !shown.isEmpty else { return [] }
        let statuses = Verdict.Status.allCases.filter { status in shown.contains { $0.status == status } }
        let number = shown.map(\.count.grouped.count).max() ?? 0
        let first = max(5, shown.map(\.firstLine.grouped.count).max() ?? 0)
        let last = max(9, shown.map(\.lastLine.grouped.count).max() ?? 0)
        // No wider than the texts are, so that places stand beside what they are of. Without a terminal none is cut.
        let longest = shown.map(\.text.forTerminal.columns).max() ?? 0
        let room = columns.map { $0 - number - first - last - Self.gap.columns - 8 }
        let text = max(20, min(room ?? longest, longest))
        var lines: [String] = []
        for status in statuses {
            let title = "why \(status.rawValue)".left(number + 4 + text)
            let blank = String(repeating: " ", count: Self.gap.columns)
            lines += ["", paint("\(title) \("first".right(first))\(blank)\("last line".right(last))", .dim)]
            for entry in shown where entry.status == status {
                let isOne = entry.firstLine == entry.lastLine
                let places =
                    entry.firstLine.grouped.right(first)
                    + (isOne ? "" : "\(Self.gap)\(entry.lastLine.grouped.right(last))")
                let count = paint("  " + entry.count.grouped.right(number), status == .skipped ? .dim : .red)
                let what = entry.text.forTerminal.cut(columns: text, dots: Self.dots).left(text)
                lines.append("\(count)  \(paint(what, nil)) \(paint(places, nil))")
            }
        }
        return lines + more
    }

    private var more: [String] {
        let rest = entries.dropFirst(Self.mostReasons)
        guard !rest.isEmpty else { return [] }
        let count = rest.reduce(0) { $0 + $1.count }
        return ["  and \(rest.count.grouped) more reason\(rest.count == 1 ? "" : "s"), \(count.counted("line"))"]
    }
}

extension ReasonCounts.Entry {
    /// What is wrong, in the fewest words.
    var text: String {
        guard let field else { return message.map { "\(reason.code): \($0)" } ?? reason.code }
        let name = field.hasPrefix("properties.") ? String(field.dropFirst("properties.".count)) : field
        guard let message else { return "\(name): \(reason.code)" }
        for beginning in ["'\(field)' is invalid: ", "'\(field)' "] where message.hasPrefix(beginning) {
            return "\(name): \(message.dropFirst(beginning.count))"
        }
        return "\(name): \(message)"
    }
}
