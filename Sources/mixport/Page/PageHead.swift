import MixpanelImport

/// The answer first: how much is in, and what is left to do.
struct PageHead {
    let reports: ReviewedReports
    let title: String

    private var counts: LineCounts { reports.review.counts }
    private var good: Int { counts.imported + counts.valid }
    private var goodName: String { reports.review.isDryRun ? "valid" : "imported" }

    var markup: HTML {
        """
        <header><span><b>mixport</b> report of <b class="mono">\(title)</b></span></header>
        <h1>\(headline)</h1>
        <p class="lede">\(reports.completenessSentence).</p>
        <section>
        \(bar)
        <div class="tiles num">\(tiles)</div>
        <ul class="checks">\(checks)</ul>
        </section>
        """
    }

    private var headline: HTML {
        let events = counts.lines - counts.blank - counts.skipped
        guard events > 0 else { return "No events" }
        if good == events {
            return events == 1 ? "The one event is \(goodName)." : "All \(events.grouped) events are \(goodName)."
        }
        var parts: [HTML] = []
        if counts.rejected > 0 {
            let verb = counts.rejected == 1 ? "line needs" : "lines need"
            parts.append("<em class=\"r\">\(counts.rejected.grouped) \(verb) fixing</em>")
        }
        if counts.pending > 0 { parts.append("<em class=\"u\">\(counts.pending.grouped) can be sent again</em>") }
        let rest: HTML = parts.count == 2 ? "\(parts[0]), \(parts[1])" : parts[0]
        return "\(Percent.text(good, of: events)) of \(events.counted("event")) \(goodName). \(rest)."
    }

    private var kinds: [(name: String, style: HTML, count: Int)] {
        var kinds: [(String, HTML, Int)] = [
            (goodName, "imp", good), ("rejected", "rej", counts.rejected),
            ("unknown, safe to send again", "unk", counts.unknown), ("undelivered", "und", counts.undelivered),
            ("blank", "blank", counts.blank),
        ]
        // Nobody who asks for no selection need read of it.
        if counts.skipped > 0 { kinds.append(("skipped", "skip", counts.skipped)) }
        return kinds
    }

    /// What there is of is never too thin to be seen.
    private var bar: HTML {
        let label = kinds.filter { $0.count > 0 }.map { "\($0.count.grouped) \($0.name)" }.joined(separator: ", ")
        let shown = kinds.filter { $0.count > 0 }
        let widths = shown.map { max(6, 1000 * Double($0.count) / Double(max(1, counts.lines))) }
        let scale = 1000 / max(1, widths.reduce(0, +))
        var x = 0.0
        let parts = zip(shown, widths).map { kind, width -> HTML in
            defer { x += width * scale }
            return """
                <rect class="\(kind.style)" x="\(x)" width="\(max(1, width * scale - 2))" height="16">\
                <title>\(kind.count.grouped) \(kind.name)</title></rect>
                """
        }
        return """
            <svg class="bar" viewBox="0 0 1000 16" preserveAspectRatio="none" role="img" aria-label="\(label)">\(parts)</svg>
            """
    }

    private var tiles: [HTML] {
        kinds.map { kind in
            """
            <div class="k-\(kind.style)\(kind.count == 0 ? " zero" as HTML : "")"><b>\(kind.count.grouped)</b>\
            <span>\(kind.name)\(share(kind.count))</span></div>
            """
        }
    }

    private func share(_ count: Int) -> String {
        count > 0 ? ", \(Percent.text(count, of: counts.lines)) of lines" : ""
    }

    private var checks: [HTML] {
        let isComplete = reports.isComplete
        let complete =
            switch isComplete {
            case true: "The input was read to its end"
            case false: "The input was not read to its end"
            case nil: "It is not known whether the input was read to its end"
            }
        let stopped = reports.review.stopped
        return [
            check(counts.isBalanced, "Counts close: the kinds add up to \(counts.lines.grouped) lines"),
            check(isComplete == true, complete),
            check(
                counts.pending == 0,
                counts.pending == 0 ? "Nothing is pending" : "\(counts.pending.grouped) lines are pending"
            ),
        ] + (stopped > 0 ? [check(false, "\(stopped.grouped) lines had no verdict when the run stopped")] : [])
    }

    private func check(_ isGood: Bool, _ text: String) -> HTML {
        isGood ? "<li>\(text)</li>" : "<li class=\"no\">\(text)</li>"
    }
}
