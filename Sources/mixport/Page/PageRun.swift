import MixpanelImport

/// How the run went: its speed over time, and what it cost.
struct PageRun {
    let records: [RunRecord]

    var markup: HTML? {
        let items = facts.map { name, value -> HTML in
            "<div><dt>\(Cut.text(name, 60))</dt><dd>\(Cut.text(value, 60))</dd></div>"
        }
        guard !items.isEmpty || !speed.text.isEmpty else { return nil }
        return """
            <section><div class="h"><h2>The run</h2><small>\(Cut.text(when, 60))</small></div>
            \(speed)<dl class="num">\(items)</dl></section>
            """
    }

    private var when: String { records.count == 1 ? records[0].started ?? "" : "" }

    private func sum(_ part: (RunRecord) -> Int?) -> Int? {
        let values = records.compactMap(part)
        return values.isEmpty ? nil : values.reduce(0, &+)
    }

    private var facts: [(String, String)] {
        let retries = sum { $0.retries?.values.reduce(0, &+) }
        let seconds = records.compactMap(\.seconds).reduce(0, +)
        let waits = records.compactMap(\.waits).joined().filter { $0.value >= 0.05 }.sorted { $0.key < $1.key }
        let facts: [(String, String?)] = [
            ("requests", sum(\.requests)?.grouped), ("sent again", retries?.grouped),
            ("bytes read", sum { $0.input?.bytes }?.grouped),
            ("bytes over the wire", sum { $0.bytes?.compressed }?.grouped),
            ("took", seconds > 0 ? Self.duration(seconds) : nil),
        ]
        return facts.compactMap { name, value in value.map { (name, $0) } }
            + waits.prefix(8).map { ("waited: \($0.key)", Self.duration($0.value)) }
    }

    static func duration(_ seconds: Double) -> String { Duration.seconds(max(0, min(seconds, 1e12))).brief }

    /// Lines a second over time, of one run only: several have no time in common.
    private var speed: HTML {
        guard records.count == 1, let rate = records[0].rate else { return "" }
        return SpeedPicture(rate).markup
    }
}
