import MixpanelImport

/// Why lines are not imported: each reason with its place in the report, examples, and a command.
struct PageReasons {
    private static let most = 40
    /// Reasons with all of their examples; the others have one, so that the page stays small.
    private static let mostInFull = 8

    let reports: ReviewedReports
    let examples: Examples

    private var groups: [ReasonGroup] { reports.review.reasons.groups }
    private var order: [Int] { reports.review.reasons.byFrequency }

    var markup: HTML {
        guard !order.isEmpty else { return "" }
        let shown = order.prefix(Self.most).enumerated().map { rank, group in reason(rank, group) }
        let title = order.count == 1 ? "Why: one reason" : "Why: \(order.count.grouped) reasons"
        return """
            <section><div class="h"><h2>\(title)</h2>\(PageLookup(reports: reports, shown: Array(order.prefix(Self.most))).markup)</div>
            <div class="cols"><span></span><span>lines</span><span>reason</span><span>where</span>\
            <span>first to last line</span><span>found by</span></div>
            \(shown)\(rest)
            </section>
            """
    }

    private var rest: HTML {
        let rest = order.dropFirst(Self.most)
        guard !rest.isEmpty else { return "" }
        let count = rest.reduce(0) { $0 + groups[$1].count }
        return "<p class=\"lede\">and \(rest.count.grouped) more reasons, \(count.grouped) lines: --json has them</p>"
    }

    private func reason(_ rank: Int, _ index: Int) -> HTML {
        let group = groups[index]
        let colour = min(rank + 1, PagePositions.colours)
        let message = group.message.map { Cut.text($0, 300) } ?? group.reason
        return """
            <details class="reason" id="r\(rank)"\(rank == 0 ? " open" as HTML : "")>
            <summary><i class="dot c\(colour)"></i><b class="num">\(group.count.grouped)</b>
            <span class="what"><strong>\(Cut.text(ReasonTitle.heading(group), 160))</strong><small>\(message)</small></span>
            \(spark(group, colour))
            <span class="lines num">\(places(group))</span>
            <span class="by">\(finder(group))</span></summary>
            <div class="more"><p>\(message)</p>\(cure(index))\(shown(rank, index))</div>
            </details>
            """
    }

    private func places(_ group: ReasonGroup) -> HTML {
        let first = reports.review.parts.count > 1 ? reports.name(group.first) : group.first.line.grouped
        let last = reports.review.parts.count > 1 ? reports.name(group.last) : group.last.line.grouped
        return group.count == 1 ? "\(Cut.text(first, 80))" : "\(Cut.text(first, 80)) to \(Cut.text(last, 80))"
    }

    /// Nobody found anything in a line that has no verdict.
    private func finder(_ group: ReasonGroup) -> String {
        guard group.status == .rejected else { return "" }
        return group.isServers ? "Mixpanel" : "mixport"
    }

    private func cure(_ index: Int) -> HTML {
        let group = groups[index]
        guard group.status != .skipped else { return "" }
        let cure = Cure(group, value: examples[index].first?.line?.value)
        let command = RepairCommand(cure, of: group, reports, program: "mixport")
        return "<p>\(cure.text)</p>\(PageSteps.command(Cut.text(command.text, 1_000)))"
    }

    private func shown(_ rank: Int, _ index: Int) -> [HTML] {
        examples[index].prefix(rank < Self.mostInFull ? 3 : 1).map { example in
            guard let line = example.line else {
                return "<p class=\"soft\">\(Cut.text(example.name, 120)): its raw line is not beside the report</p>"
            }
            let mark: HTML = line.mark.isEmpty ? "" : "<mark>\(line.mark)</mark>"
            let note: HTML = example.note.map { "<span class=\"note\">\($0)</span>" } ?? ""
            return """
                <pre class="ex"><span class="ln">\(Cut.text(example.name, 120))</span>\(line.before)\(mark)\(line.after)\(note)</pre>
                """
        }
    }

    private func spark(_ group: ReasonGroup, _ colour: Int) -> HTML {
        let counts = group.positions.counts(rows: reports.review.counts.lines)
        // Half as fine as the large picture.
        let columns = stride(from: 0, to: counts.count, by: 2).map {
            counts[$0] + ($0 + 1 < counts.count ? counts[$0 + 1] : 0)
        }
        let most = Double(max(1, columns.max() ?? 1))
        var path: HTML = ""
        for (column, count) in columns.enumerated() where count > 0 {
            path += "M\(column * 2 + 1) 18v\(-max(2, 18 * Double(count) / most))"
        }
        return """
            <svg class="spark" viewBox="0 0 \(columns.count * 2) 18" preserveAspectRatio="none" aria-hidden="true">\
            <path class="base" d="M0 17.7h\(columns.count * 2)"/><path class="c\(colour)" d="\(path)"/></svg>
            """
    }
}
