import MixpanelImport

/// Events over time, as a row of bars: a character a bin.
struct Timeline {
    private static let mostBins = 40
    private static let bars = Array(Terminal.takesUTF8 ? "▁▂▃▄▅▆▇█" : "._-=+*%#")

    /// nil where one bin has all events.
    let text: String?

    init(_ histogram: TimeHistogram) {
        let (width, bins) = histogram.bins(atMost: Self.mostBins)
        guard bins.count > 1, let most = bins.map(\.events).max(), most > 0 else {
            text = nil
            return
        }
        let row = bins.map { bin in
            guard bin.events > 0 else { return Character(" ") }
            // Few are not none.
            return Self.bars[min(Self.bars.count - 1, bin.events * Self.bars.count / (most + 1))]
        }
        text = "|\(String(row))| \(Self.span(width)) each"
    }

    /// `2 hours`, `12 days`: bins double their width, so what it is exactly says nothing.
    private static func span(_ milliseconds: Int64) -> String {
        let seconds = Double(milliseconds) / 1_000
        let units: [(Double, String)] = [
            (31_556_952, "year"), (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"),
        ]
        let unit = units.first { seconds >= $0.0 * 1.5 } ?? (1, "second")
        return "about \(Int((seconds / unit.0).rounded()).counted(unit.1))"
    }
}
