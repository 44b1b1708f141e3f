import MixpanelImport

/// What reports say as a whole, for people.
struct ReviewText {
    /// Reasons that are listed; `--json` has all of them.
    private static let mostReasons = 20

    let reports: ReviewedReports

    var text: String {
        let sections = [[reports.completenessSentence], table, reasons, warnings, next]
        return sections.filter { !$0.isEmpty }
            .map { $0.map { $0.forTerminal + "\n" }.joined() }
            .joined(separator: "\n")
    }

    private var counts: LineCounts { reports.review.counts }

    private var table: [String] {
        let names = reports.onlyFile == nil ? nil : reports.files.first
        var rows = [(reports.review.isDryRun ? "valid" : "imported", counts.imported + counts.valid, "")]
        rows.append(("rejected", counts.rejected, names?.rejects?.text ?? ""))
        rows.append(("undelivered", counts.undelivered, names?.pending?.text ?? ""))
        rows.append(("unknown", counts.unknown, names?.pending?.text ?? ""))
        rows.append(("blank", counts.blank, ""))
        // Nobody who asks for no selection need read of it.
        if counts.skipped > 0 { rows.append(("skipped", counts.skipped, "")) }
        let width = max(9, counts.lines.grouped.count)
        var lines = rows.map { name, count, file in
            guard count > 0 else { return Self.row(name, count, width) }
            let share = Percent.text(count, of: counts.lines)
            return Self.row(name, count, width) + "  \(Self.right(share, 8))" + (file.isEmpty ? "" : "   \(file)")
        }
        let sum = counts.isBalanced ? "all accounted for" : "NOT BALANCED"
        lines.append(Self.row("lines", counts.lines, width) + "   \(sum)")
        return lines
    }

    private static func row(_ name: String, _ count: Int, _ width: Int) -> String {
        name + String(repeating: " ", count: 12 - name.count) + right(count.grouped, width)
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private var reasons: [String] {
        let groups = reports.review.reasons.groups
        let order = reports.review.reasons.byFrequency
        var lines = order.prefix(Self.mostReasons).flatMap { self.lines(of: groups[$0]) }
        if order.count > Self.mostReasons {
            let rest = order.dropFirst(Self.mostReasons)
            let count = rest.reduce(0) { $0 + groups[$1].count }
            lines.append("and \(rest.count.grouped) more reasons, \(count.grouped) lines: --json has them")
        }
        return lines
    }

    private func lines(of group: ReasonGroup) -> [String] {
        let what = [group.status.rawValue, group.reason, group.field].compactMap(\.self).joined(separator: " ")
        let first = reports.name(group.first)
        let last = group.count > 1 ? " to \(reports.name(group.last))" : ""
        let head = "\(Self.right(group.count.grouped, 9)) \(what), \(first)\(last)"
        return [head] + (group.message.map { [String(repeating: " ", count: 10) + $0] } ?? [])
    }

    private var warnings: [String] {
        var lines: [String] = []
        if reports.review.stopped > 0 {
            lines.append(
                "the run stopped before \(reports.review.stopped.grouped) of these lines had a verdict: resume it"
            )
        }
        if reports.review.sources.contains(where: \.isTorn) {
            lines.append("the last row is torn, and not counted: the run was cut short; resume it")
        }
        return lines
    }

    private var next: [String] {
        NextSteps(reports, program: ShellText.quoted(ProgramArguments.all[0])).steps.map { step in
            "next: \(step.command)\n      \(step.text)"
        }.flatMap { $0.split(separator: "\n").map(String.init) }
    }
}
