import MixpanelImport
import SystemPackage

/// The summary for people: a table, the reasons, what it took, and last the command to run next.
struct SummaryText {
    let summary: Summary
    let paint: Paint
    /// nil: no terminal, so that nothing need fit.
    let columns: Int?

    private static let label = 13
    private var result: ImportResult { summary.result }
    private var counts: LineCounts { summary.result.counts }

    var text: String {
        (table + reasons + facts + firstEvents + next).map { $0 + "\n" }.joined()
    }

    private var table: [String] {
        if case .foreign = result.inputError { return [] }
        guard counts.lines > 0 || result.linesRead > 0 else { return ["no input: 0 lines"] }
        if let replay = summary.arguments.replay, counts.lines == 0, result.isComplete {
            let isUsual = replay.statuses == [.undelivered, .unknown]
            let what =
                isUsual ? "no line of \(replay.report.text) is pending" : "\(replay.report.text) has no such lines"
            return [paint("nothing to send: \(what)", nil)]
        }
        var lines = summary.arguments.isDryRun ? ["dry run: nothing was sent"] : []
        let width = max(8, counts.lines.grouped.count)
        func row(_ name: String, _ count: Int, _ color: Paint.Color, _ more: String? = nil) {
            let number = name.left(Self.label) + count.grouped.right(width)
            let share = count > 0 ? Percent.text(count, of: counts.lines).right(10) : ""
            let text = (number + share).left(more == nil ? 0 : Self.label + width + 12)
            lines.append(paint(text, count == 0 ? .dim : color) + (more.map { " " + paint($0, nil) } ?? ""))
        }
        let isDry = summary.arguments.isDryRun
        row(isDry ? "valid" : "imported", counts.imported + counts.valid, .green)
        row("rejected", counts.rejected, .red, counts.rejected > 0 ? path(summary.files.rejects) : nil)
        let pending = path(summary.files.pending)
        row("undelivered", counts.undelivered, .red, counts.undelivered > 0 ? pending : nil)
        row("unknown", counts.unknown, .red, counts.unknown > 0 && counts.undelivered == 0 ? pending : nil)
        row("blank", counts.blank, .dim)
        if counts.skipped > 0 { row("skipped", counts.skipped, .dim) }
        return lines + [total(width), unwritten].compactMap(\.self)
    }

    /// A sentence for scripts to look for, and a row of the table where it is looked at.
    private func total(_ width: Int) -> String {
        guard columns != nil else {
            return counts.sentence(importedAs: summary.arguments.isDryRun ? "valid" : "imported")
        }
        let end = result.isComplete ? ", to the end of the input" : result.reachedLineLimit ? ", up to --limit" : ""
        let isWhole = counts.isBalanced ? "all accounted for\(end)" : "NOT BALANCED"
        return paint("lines".left(Self.label) + counts.lines.grouped.right(width) + "   \(isWhole)", .bold)
    }

    private func path(_ file: WrittenFile) -> String? { file.isThere ? file.path.text : nil }

    /// A pipe does not give them back.
    private var unwritten: String? {
        guard result.outputError != nil, result.linesRead > counts.lines, summary.arguments.replay == nil else {
            return nil
        }
        let first = counts.lines + 1
        return "lines \(first.grouped) to \(result.linesRead.grouped) were read and could not be written anywhere"
    }

    private var reasons: [String] {
        ReasonTable(entries: result.reasons.byFrequency, paint: paint, columns: columns).lines
    }

    private func fact(_ label: String, _ text: String) -> [String] {
        Paragraph(label: label.left(Self.label), text: text, columns: columns).lines.map { paint($0, nil) }
    }

    private var facts: [String] {
        guard counts.lines > 0 else { return [] }
        var facts: [String] = events
        if result.statistics.requests > 0 { facts += fact("sent", sent) }
        if let changes = result.mapping?.sentence { facts += fact("mapping", changes) }
        facts += forecast?.rows.flatMap(fact) ?? []
        facts += fact("took", took)
        if let report = path(summary.files.report) {
            facts += fact("report", "\(report), \(Int(summary.reportBytes).bytesText)")
        }
        facts += (result.advice?.notes ?? []).flatMap { note in
            Paragraph(label: "note: ", text: note.sentence, columns: columns).lines.map { paint($0, .yellow) }
        }
        if let hint = summary.hint {
            let lines = Paragraph(label: "hint: ", text: hint.sentence, columns: columns).lines
            facts += lines.map { paint($0, .yellow) }
        }
        return facts.isEmpty ? [] : [""] + facts
    }

    private var forecast: ForecastText? {
        result.outlook.map {
            let report = summary.files.report
            let free = report.isThere ? SystemFindings.freeBytes(at: report.path) : nil
            return ForecastText(outlook: $0, reportBytes: summary.foretoldReportBytes, freeBytes: free)
        }
    }

    /// For who looks at a terminal: a log keeps nothing of the events themselves.
    private var firstEvents: [String] {
        columns.flatMap { forecast?.firstEvents(columns: $0) }?.map { paint($0, nil) } ?? []
    }

    private var events: [String] {
        let totals = summary.totals
        let names = totals.byFrequency
        guard !names.isEmpty else { return [] }
        let count = (names.count + totals.moreNames).counted("name")
        var lines = fact("events", [span, count].compactMap(\.self).joined(separator: ", "))
        var shown = ""
        let width = (columns ?? 120) - 1
        for (index, entry) in names.enumerated() {
            let part = "  \(entry.name.forTerminal) \(entry.events.short)"
            let rest = names.count + totals.moreNames - index
            // Whole parts only, with room for how many more there are.
            guard (shown + part).columns + 14 < width, index < 20 else {
                shown += "  \(rest.grouped) more"
                break
            }
            shown += part
        }
        lines.append(paint(shown, nil))
        return lines
    }

    private var span: String? {
        guard let first = summary.totals.firstTime, let last = summary.totals.lastTime else { return nil }
        func minute(_ time: String) -> String {
            String(time.dropLast(4)).replacing("T", with: " ")
        }
        return first == last ? "\(minute(first)) UTC" : "\(minute(first)) to \(minute(last)) UTC"
    }

    private var sent: String {
        let statistics = result.statistics
        let retries = statistics.retries.values.reduce(0, +)
        let size = "\(statistics.bodyBytes.bytesText) as \(statistics.sentBytes.bytesText)"
        return "\(size), \(statistics.requests.counted("request")), \(retries == 0 ? "no retries" : retryText(retries))"
    }

    private func retryText(_ retries: Int) -> String {
        let causes = result.statistics.retries.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.grouped)" }
        return (retries == 1 ? "1 retry" : "\(retries.grouped) retries") + " (\(causes.joined(separator: ", ")))"
    }

    private var took: String {
        if summary.linesOfRun == 0, result.resumed.lines > 0, result.isComplete {
            return "\(summary.duration.brief), nothing was left to do"
        }
        let rate = Int(Double(summary.verdictsOfRun) / max(summary.duration / .seconds(1), 0.001))
        let waits = result.statistics.waits.filter { $0.value >= .milliseconds(100) }
        let waited = waits.values.reduce(.zero, +)
        let text = "\(summary.duration.brief), \(rate.counted("line"))/s"
        guard waited >= .seconds(1) else { return text }
        let causes = waits.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value.brief)" }
        return "\(text), of which \(waited.brief) waiting (\(causes.joined(separator: ", ")))"
    }

    private var next: [String] {
        let lines = summary.next
        guard let last = lines.last else { return [] }
        return [""] + lines.dropLast().map { paint($0, nil) } + [paint(last, .bold)]
    }
}
