import MixpanelImport

/// The line that a terminal shows while a run goes on: whole parts, as many as fit.
struct LiveLine {
    private struct Part {
        var text: String
        /// What goes first where there is no room has the highest; 0 stays.
        var rank: Int
        var color: Paint.Color?
    }

    private static let bars = 8...30
    private static let rankOfBar = 5

    let text: String

    init(_ screen: ProgressScreen, columns: Int, paint: Paint) {
        let percent = screen.share.map { "\(Int($0 * 100))%".right(4) }
        var parts = Self.parts(screen)
        if let percent { parts.insert(Part(text: percent, rank: 2), at: 0) }
        // What is less worth than the bar makes room for it.
        let hasBar = percent != nil && screen.only == nil
        let withBar = columns - (hasBar ? Self.bars.lowerBound + 2 : 0)
        while Self.width(parts) > withBar, let least = parts.indices.max(by: { parts[$0].rank < parts[$1].rank }),
            parts[least].rank > Self.rankOfBar
        {
            parts.remove(at: least)
        }
        while Self.width(parts) > columns, let least = parts.indices.max(by: { parts[$0].rank < parts[$1].rank }),
            parts[least].rank > 0
        {
            parts.remove(at: least)
        }
        var shown = parts.map { paint($0.text, $0.color) }
        let room = min(Self.bars.upperBound, columns - Self.width(parts) - 2, columns / 4)
        if let share = screen.share, hasBar, parts.first?.text == percent, room >= Self.bars.lowerBound {
            shown.insert(paint(Self.bar(share, room), .green), at: 1)
        }
        text = Self.width(parts) <= columns ? shown.joined(separator: "  ") : ""
    }

    private static func width(_ parts: [Part]) -> Int { parts.reduce(-2) { $0 + $1.text.forTerminal.count + 2 } }

    private static func parts(_ screen: ProgressScreen) -> [Part] {
        if let only = screen.only { return [Part(text: only, rank: 0, color: .yellow)] }
        let rejected = screen.counts.rejected
        let state = screen.state
        let left = screen.timeLeft.map { ($0 < .seconds(86_400 * 30) ? $0.whole : "long") + " left" }
        return [
            Part(text: screen.imported, rank: 1, color: .green),
            Part(text: state?.text ?? screen.perSecond, rank: 0, color: state?.isTrouble == true ? .yellow : nil),
            screen.rate.bytesPerSecond >= 1 ? Part(text: screen.bytesPerSecond, rank: 7, color: .dim) : nil,
            Part(text: screen.rejected, rank: rejected > 0 ? 4 : 5, color: rejected > 0 ? .red : .dim),
            screen.retries > 0
                ? Part(text: screen.retries == 1 ? "1 retry" : "\(screen.retries.grouped) retries", rank: 6) : nil,
            Part(text: "\(screen.progress.inFlight) in flight", rank: 8, color: .dim),
            Part(text: "\(screen.elapsed.whole) elapsed", rank: 9, color: .dim),
            left.map { Part(text: $0, rank: 3) },
        ].compactMap(\.self)
    }

    private static func bar(_ share: Double, _ width: Int) -> String {
        let halves = Int(share * Double(width) * 2)
        let (full, half, empty) = Terminal.takesUTF8 ? ("━", "╸", "─") : ("=", ">", "-")
        let done = String(repeating: full, count: halves / 2) + (halves % 2 == 1 ? half : "")
        return done + String(repeating: empty, count: max(0, width - done.count))
    }
}
