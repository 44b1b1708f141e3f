import MixpanelImport

/// Looks a line up in the page itself, by its script; without one the command is said.
struct PageLookup {
    let reports: ReviewedReports
    /// The reasons that the page shows, in their order.
    let shown: [Int]

    var markup: HTML {
        guard reports.review.parts.count == 1, let report = reports.onlyFile else { return "" }
        let name = NextSteps.argument(.file(report))
        let good = reports.review.isDryRun ? "valid" : "imported"
        return """
            <small class="noscript">one line: <code>mixport report \(Cut.text(name, 200)) --line 812</code></small>
            <label class="find" hidden data-runs="\(runs)" data-good="\(good)" data-last="\(reports.review.sources[0].lastLine)" \
            data-beyond="\(beyond)" data-end="\(reports.review.runs.end ?? 0)">line <input inputmode="numeric" placeholder="812"><output></output></label>
            """
    }

    /// Beyond the last row there are no lines, unless the report is one of some lines only, or the run was cut short.
    private var beyond: String {
        reports.review.sources[0].hasEachLine && reports.isComplete == true
            ? "there is no such line" : "not in this report"
    }

    /// For each run how far it begins after the one before, how many lines it has, and the reason's place on the page,
    /// the verdict, or nothing where the report has no such lines; numbers in base 36.
    private var runs: String {
        let ranks = Dictionary(uniqueKeysWithValues: shown.enumerated().map { ($0.element, $0.offset) })
        var end = 0
        return reports.review.runs.runs.map { run in
            defer { end = run.last }
            let kind = run.group.flatMap { ranks[$0] }.map(String.init) ?? run.status?.rawValue ?? ""
            return "\(String(run.first - end, radix: 36)),\(String(run.last - run.first + 1, radix: 36)),\(kind)"
        }.joined(separator: ";")
    }
}
