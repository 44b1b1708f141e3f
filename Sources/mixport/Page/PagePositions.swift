import MixpanelImport

/// The report from its first to its last row: a bad stretch is told from a sprinkle.
struct PagePositions {
    /// Reasons that have a colour of their own.
    static let colours = 6
    private static let height = 110.0

    let reports: ReviewedReports

    private var review: ReportReview { reports.review }
    private var rows: Int { review.counts.lines }
    private var width: Int { PositionHistogram.width(rows: rows) }
    /// Rows are lines, unless there are several reports, or one of some lines only.
    private var noun: String { isByLine ? "line" : "row" }
    private var isByLine: Bool { review.parts.count == 1 && review.sources.last?.hasEachLine == true }

    var markup: HTML {
        let columns = review.rejected.counts(rows: rows).indices.map { column in
            layers.map { $0.counts[column] }.reduce(0, +)
        }
        guard let most = columns.max(), most > 0 else { return "" }
        let peak = columns.firstIndex(of: most)!
        let summary =
            "each column is \(width.grouped) \(noun)\(width == 1 ? "" : "s"); most, \(most.grouped), in \(range(peak))"
        return """
            <section><div class="h"><h2>Where in the report</h2><small>\(summary)</small></div>
            <svg class="hist" viewBox="0 0 \(columns.count * 4) 110" preserveAspectRatio="none" role="img" \
            aria-label="lines that are not imported, by position: \(summary)">\(bars(most))\(hits(columns))</svg>
            <svg class="vstrip" viewBox="0 0 \(columns.count * 4) 16" preserveAspectRatio="none" aria-hidden="true">\
            \(strip)</svg>
            \(axis)
            <div class="legend">\(legend)</div>
            </section>
            """
    }

    /// The most frequent reasons, the last layer for all others.
    private var layers: [(name: String, counts: [Int])] {
        let groups = review.reasons.byFrequency.map { review.reasons.groups[$0] }.filter { $0.status != .skipped }
        var layers = groups.prefix(Self.colours - 1).map { group in
            (ReasonTitle.heading(group), group.positions.counts(rows: rows))
        }
        let rest = groups.dropFirst(Self.colours - 1)
        if let first = rest.first {
            let counts = rest.reduce(into: [Int](repeating: 0, count: layers[0].1.count)) { sum, group in
                for (column, count) in group.positions.counts(rows: rows).enumerated() { sum[column] += count }
            }
            layers.append(
                (rest.count == 1 ? ReasonTitle.heading(first) : "\(rest.count.grouped) other reasons", counts)
            )
        }
        return layers
    }

    private func bars(_ most: Int) -> [HTML] {
        var tops = [Double](repeating: Self.height, count: layers.first?.counts.count ?? 0)
        return layers.enumerated().map { index, layer in
            var path: HTML = ""
            for (column, count) in layer.counts.enumerated() where count > 0 {
                let height = max(1, (Self.height - 4) * Double(count) / Double(most))
                path += "M\(column * 4 + 2) \(tops[column])v\(-height)"
                tops[column] -= height
            }
            return "<path class=\"c\(index + 1)\" d=\"\(path)\"/>"
        }
    }

    private func hits(_ columns: [Int]) -> [HTML] {
        columns.enumerated().filter { $0.element > 0 }.map { column, count in
            """
            <rect class="hit" x="\(column * 4)" width="4" height="110"><title>\(range(column)): \(count.grouped)</title></rect>
            """
        }
    }

    private func range(_ column: Int) -> String {
        let first = column * width + 1
        let last = min(rows, first + width - 1)
        return first == last ? "\(noun) \(first.grouped)" : "\(noun)s \(first.grouped) to \(last.grouped)"
    }

    /// Of each column the shares of what is not imported, none too thin to be seen.
    private var strip: [HTML] {
        var tops: [Double] = []
        let kinds: [(HTML, PositionHistogram)] = [
            ("rej", review.rejected), ("unk", review.pending), ("blank", review.leftOut),
        ]
        return kinds.map { style, positions in
            var path: HTML = ""
            let counts = positions.counts(rows: rows)
            if tops.isEmpty { tops = counts.map { _ in 16 } }
            for (column, count) in counts.enumerated() where count > 0 {
                let size = min(width, rows - column * width)
                let height = min(tops[column], max(1.6, 16 * Double(count) / Double(size)))
                path += "M\(column * 4 + 2) \(tops[column])v\(-height)"
                tops[column] -= height
            }
            return "<path class=\"s-\(style)\" d=\"\(path)\"/>"
        }
    }

    private var axis: HTML {
        let marks = (0...4).map { quarter in max(1, rows * quarter / 4) }
        let texts = marks.enumerated().map { index, row -> HTML in
            index == 0 ? "<span>\(noun) 1</span>" : "<span>\(row.grouped)</span>"
        }
        return "<div class=\"axis num\">\(texts)</div>"
    }

    private var legend: [HTML] {
        layers.enumerated().map { index, layer in
            "<span><i class=\"dot c\(index + 1)\"></i>\(Cut.text(layer.name, 60))</span>"
        }
            + ["<span class=\"note\">below: the share of each column that is not imported</span>"]
    }
}
