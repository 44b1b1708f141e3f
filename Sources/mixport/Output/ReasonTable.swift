import MixpanelImport

/// Why lines are not imported: a line a reason, with how many lines there are and where the first and the last one is.
struct ReasonTable {
    /// The report has them all.
    private static let mostReasons = 8
    private static let usualColumns = 100

    private static let dots = Terminal.takesUTF8 ? "…" : ".."

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
        let room = (columns ?? Self.usualColumns) - number - first - last - 10
        // No wider than the texts are, so that places stand beside what they are of.
        let longest = shown.map(\.text.forTerminal.count).max() ?? 0
        let text = max(20, min(room, longest))
        var lines: [String] = []
        for status in statuses {
            let title = "why \(status.rawValue)".left(number + 4 + text)
            lines += ["", paint("\(title) \("first".right(first))  \("last line".right(last))", .dim)]
            for entry in shown where entry.status == status {
                let isOne = entry.firstLine == entry.lastLine
                let places =
                    entry.firstLine.grouped.right(first)
                    + (isOne ? "" : " \(Self.dots)\(entry.lastLine.grouped.right(last))")
                let count = paint("  " + entry.count.grouped.right(number), status == .skipped ? .dim : .red)
                lines.append("\(count)  \(paint(cut(entry.text, text).left(text), nil)) \(paint(places, nil))")
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

    private func cut(_ text: String, _ width: Int) -> String {
        guard columns != nil, text.forTerminal.count > width else { return text.forTerminal }
        return text.forTerminal.prefix(max(1, width - Self.dots.count)) + Self.dots
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
