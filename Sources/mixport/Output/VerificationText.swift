import MixpanelImport
import SystemPackage

/// What `verify` found, for people.
struct VerificationText {
    let result: VerificationResult
    let report: FilePath
    let missing: FilePath?
    let input: FilePath?

    /// The days of a long import would not fit a screen; `--json` has all.
    private static let mostDays = 20
    /// A smaller chance of a mistake is not worth a line.
    private static let smallestChance = 1e-6

    var text: String {
        let parts = [head, days, notes, next.map { [$0] } ?? []].filter { !$0.isEmpty }
        return parts.map { $0.map { $0.forTerminal + "\n" }.joined() }.joined(separator: "\n")
    }

    private var head: [String] {
        var rows = [
            ("imported", result.imported, "lines of \(report.text)"),
            ("there", result.there, percent(result.there)),
            ("missing", result.missing, missingLines),
        ]
        if result.withoutID > 0 {
            rows.append(("not known", result.withoutID, "lines without an id that could be looked up"))
        }
        rows += [
            ("more than once", result.repeated, result.repeated > 0 ? "Mixpanel counts such an event once" : ""),
            (
                "only in the export", result.export.onlyThere,
                result.export.onlyThere > 0 ? "events of other sources" : ""
            ),
        ]
        let width = rows.map(\.1.grouped.count).max() ?? 0
        return rows.map { name, count, remark in
            let number = String(repeating: " ", count: width - count.grouped.count) + count.grouped
            let line = name + String(repeating: " ", count: 20 - name.count) + number
            return remark.isEmpty ? line : "\(line)   \(remark)"
        }
    }

    private func percent(_ count: Int) -> String {
        result.imported > 0 ? Percent.text(count, of: result.imported) : ""
    }

    private var missingLines: String {
        guard let first = result.firstMissing, let last = result.lastMissing else { return "" }
        return first == last ? "line \(first.grouped)" : "lines \(first.grouped) to \(last.grouped)"
    }

    private var days: [String] {
        let days = result.days.filter { $0.value.missing > 0 }.sorted { $0.key < $1.key }
        guard result.missing > 0 else { return [] }
        var lines = [daysHead]
        for (day, counts) in days.prefix(Self.mostDays) {
            let isCovered = result.export.days.map { $0.contains(day) } ?? false
            let remark = isCovered ? "\(counts.there.grouped) there" : "a day that the export does not reach"
            lines.append("  \(TimeText.day(Int64(day)))  \(counts.missing.grouped) missing, \(remark)")
        }
        let rest = days.dropFirst(Self.mostDays)
        if !rest.isEmpty {
            let count = rest.reduce(0) { $0 + $1.value.missing }
            lines.append("  and \(rest.count.grouped) more days, \(count.grouped) missing (--json has all)")
        }
        if result.missingWithoutDay > 0 { lines.append("  not known   \(result.missingWithoutDay.grouped) missing") }
        return lines
    }

    private var daysHead: String {
        let how = input == nil ? ", judged by the lines around them (--input EVENTS knows)" : ""
        return "missing by day\(how):"
    }

    private var notes: [String] {
        let export = result.export
        var span = ""
        if let days = export.days {
            span = ", \(TimeText.day(Int64(days.lowerBound))) to \(TimeText.day(Int64(days.upperBound)))"
        }
        var lines = ["the export: \(export.events.grouped) events\(span)"]
        if export.copies > 0 { lines.append("\(export.copies.grouped) of them are copies; an export has every copy") }
        if export.withoutID > 0 {
            lines.append("\(export.withoutID.grouped) of them have no $insert_id and can be compared with nothing")
        }
        if export.hotShard > 0 {
            lines.append(
                "\(export.hotShard.grouped) of them have the name $hotshard_events: a user has too many events"
            )
        }
        if result.sharing > 0 {
            lines.append("\(result.sharing.grouped) lines have the id of an earlier line, and are one event with it")
        }
        if result.isTorn { lines.append("the report's last row is torn: the run was cut short; resume it") }
        if result.chanceOfMistake >= Self.smallestChance {
            let one = Int((1 / result.chanceOfMistake).rounded())
            lines.append("with a chance of at most 1 in \(one.grouped), a line is called there that is not")
        }
        return lines
    }

    private var next: String? {
        guard result.missing > 0 else { return nil }
        let program = NextCommand.program
        guard let missing else {
            return "next: \(program) verify \(NextCommand.quoted(report)) --report MISSING < EXPORT"
        }
        let events = input.map { NextCommand.quoted($0) } ?? "EVENTS"
        return "next: \(program) replay \(NextCommand.quoted(missing)) < \(events)"
    }
}
