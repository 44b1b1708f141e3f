/// Lines over time, in spans that double their length until the run fits: at most 600 of them.
struct RateHistory {
    private static let mostSpans = 600

    private(set) var spanSeconds = 1.0
    private(set) var lines: [Int] = []
    private var total = 0

    /// `lines`: all that have their verdict so far. `elapsed`: seconds since the start of the run.
    mutating func note(lines count: Int, elapsed: Double) {
        while Int(elapsed / spanSeconds) >= Self.mostSpans { double() }
        let span = max(0, Int(elapsed / spanSeconds))
        while lines.count <= span { lines.append(0) }
        lines[span] += count - total
        total = count
    }

    private mutating func double() {
        spanSeconds *= 2
        lines = stride(from: 0, to: lines.count, by: 2).map { index in
            lines[index] + (index + 1 < lines.count ? lines[index + 1] : 0)
        }
    }
}
