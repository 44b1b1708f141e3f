import MixpanelImport

/// Lines a second over time, over bands in which nothing got through.
struct SpeedPicture {
    private static let mostSpans = 600
    private static let mostBands = 200
    private static let mostCauses = 6

    private let seconds: Double
    private let lines: [Double]
    private let bands: [RunRecord.Trouble]

    init(_ rate: RunRecord.Rate) {
        seconds = rate.seconds
        lines = rate.lines.prefix(Self.mostSpans).map { Double(max(0, $0)) }
        bands = (rate.troubles ?? []).filter { $0.from >= 0 && $0.to > $0.from && $0.to < 1e12 }
            .prefix(Self.mostBands).map(\.self)
    }

    var markup: HTML {
        guard seconds > 0, lines.count > 1 else { return "" }
        let most = max(1, lines.max() ?? 1)
        var path: HTML = "M0 90"
        for (index, count) in lines.enumerated() {
            path += "L\(Double(index) + 0.5) \(90 - 84 * count / most)"
        }
        path += "L\(lines.count) 90"
        let peak = "at most \(Int(min(most / seconds, 1e15)).grouped) lines a second"
        return """
            <svg class="speed" viewBox="0 0 \(lines.count) 90" preserveAspectRatio="none" role="img" \
            aria-label="lines a second over time, \(peak)">\(bands.map(band))<path d="\(path)"/></svg>
            <div class="axis num"><span>0s</span><span>\(peak)</span>\
            <span>\(PageRun.duration(seconds * Double(lines.count)))</span></div>\(legend)
            """
    }

    private func band(_ band: RunRecord.Trouble) -> HTML {
        let start = min(band.from / seconds, Double(lines.count))
        let end = min(band.to / seconds, Double(lines.count))
        return """
            <rect class="\(Self.style(band.cause))" x="\(start)" width="\(end - start)" height="90">\
            <title>\(Self.name(band.cause)) for \(PageRun.duration(band.to - band.from))</title></rect>
            """
    }

    /// The bands by cause, in words.
    private var legend: HTML {
        let causes = Dictionary(grouping: bands, by: \.cause).mapValues { $0.reduce(0) { $0 + $1.to - $1.from } }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        guard !causes.isEmpty else { return "" }
        let items = causes.prefix(Self.mostCauses).map { cause, seconds -> HTML in
            """
            <span><i class="dot band-\(Self.style(cause))"></i>nothing got through: \(Self.name(cause)), \
            \(PageRun.duration(seconds))</span>
            """
        }
        return "<div class=\"legend\">\(items)</div>"
    }

    /// Waits that the service asks for, and all else.
    private static func style(_ cause: String) -> HTML { cause == "http_429" ? "unk" : "rej" }

    private static func name(_ cause: String) -> String {
        Cut.text(cause.hasPrefix("http_") ? String(cause.dropFirst(5)) : cause, 40)
    }
}
