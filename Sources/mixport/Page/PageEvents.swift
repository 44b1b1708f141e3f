import MixpanelImport

/// Events by name and day, which only the run itself could count.
struct PageEvents {
    private static let mostNames = 12
    private static let mostBars = 90

    let records: [RunRecord]

    private var names: [(name: String, count: Int)] { Self.sorted(records.compactMap(\.events)).sorted { $0.1 > $1.1 } }
    private var days: [(name: String, count: Int)] { Self.sorted(records.compactMap(\.days)) }
    private var moreNames: Int { records.reduce(0) { $0 + ($1.moreEvents?.names ?? 0) } }

    /// By name.
    private static func sorted(_ counts: [[String: Int]]) -> [(name: String, count: Int)] {
        counts.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: &+) }.sorted { $0.key < $1.key }
            .map { ($0.key, max(0, $0.value)) }
    }

    var markup: HTML? {
        guard !names.isEmpty || !days.isEmpty else { return nil }
        return """
            <section><div class="h"><h2>Events and their times</h2><small>\((names.count + moreNames).counted("name")), days \
            in UTC</small></div>
            <div class="names">\(nameRows)</div>\(dayBars)\(advice)</section>
            """
    }

    private var advice: [HTML] {
        records.compactMap(\.advice).joined().prefix(6).map { note in
            "<p class=\"warn\">\(Cut.text(note.sentence, 300))</p>"
        }
    }

    private var nameRows: [HTML] {
        var rows = Array(names.prefix(Self.mostNames))
        let rest = names.dropFirst(Self.mostNames)
        let count = rest.count + moreNames
        let events = rest.reduce(0) { $0 &+ $1.count } &+ records.reduce(0) { $0 &+ ($1.moreEvents?.events ?? 0) }
        if count > 0 { rows.append(("other, \(count.counted("name"))", max(0, events))) }
        let most = Double(max(1, rows.map(\.count).max() ?? 1))
        return rows.map { name, count in
            """
            <span>\(Cut.text(name, 60))</span><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">\
            <rect class="imp" width="\(max(0.5, 100 * Double(count) / most))" height="8"/></svg>\
            <span class="num">\(count.grouped)</span>
            """
        }
    }

    /// Days, or months, or years, so that there are not too many.
    private var periods: [(name: String, count: Int)] {
        for length in [10, 7] {
            let periods = periods(length)
            if periods.count <= Self.mostBars { return periods }
        }
        return Array(periods(4).suffix(Self.mostBars))
    }

    /// `length`: characters of a day's name that count. Years after 9999 have longer ones, and stay days.
    private func periods(_ length: Int) -> [(name: String, count: Int)] {
        var periods: [(name: String, count: Int)] = []
        for (day, count) in days {
            let name = day.count == 10 ? String(day.prefix(length)) : day
            if periods.last?.name == name {
                periods[periods.count - 1].count += count
            } else {
                periods.append((name, count))
            }
        }
        return periods
    }

    private var dayBars: HTML {
        let bars = periods
        guard let first = bars.first, let last = bars.last else { return "" }
        let most = Double(max(1, bars.map(\.count).max() ?? 1))
        let rects = bars.enumerated().map { index, bar -> HTML in
            let height = max(1, 60 * Double(bar.count) / most)
            return """
                <rect class="imp" x="\(index * 10)" y="\(60 - height)" width="8" height="\(height)">\
                <title>\(Cut.text(bar.name, 40)): \(bar.count.grouped)</title></rect>
                """
        }
        let peak = bars.max { $0.count < $1.count }
        let label = peak.map { "most on \($0.name): \($0.count.grouped)" } ?? ""
        return """
            <svg class="days" viewBox="0 0 \(bars.count * 10 - 2) 60" preserveAspectRatio="none" role="img" \
            aria-label="events by day, \(Cut.text(label, 80))">\(rects)</svg>
            <div class="axis num"><span>\(Cut.text(first.name, 40))</span><span>\(Cut.text(last.name, 40))</span></div>
            <p class="soft">\(Cut.text(label, 80))</p>
            """
    }
}
