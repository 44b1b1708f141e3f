import MixpanelImport

/// Lines over time, in spans that double their length until the run fits: at most 600 of them.
struct RateHistory {
    /// A while in which nothing got through, in seconds since the start of the run.
    struct Trouble {
        /// The code of a reason.
        var cause: String
        var from: Double
        var to: Double
    }

    private static let mostSpans = 600
    /// Beyond so many the latest one grows.
    private static let mostTroubles = 200

    private(set) var spanSeconds = 1.0
    private(set) var lines: [Int] = []
    private(set) var troubles: [Trouble] = []
    private var total = 0

    /// `lines`: all that this run has settled so far. `elapsed`: seconds since the start of the run.
    mutating func note(lines count: Int, elapsed: Double) {
        while Int(elapsed / spanSeconds) >= Self.mostSpans { double() }
        let span = max(0, Int(elapsed / spanSeconds))
        while lines.count <= span { lines.append(0) }
        lines[span] += count - total
        total = count
    }

    /// That nothing gets through, since then and until now.
    mutating func note(trouble cause: String, from: Double, to: Double) {
        if let last = troubles.last, last.cause == cause && from <= last.to || troubles.count >= Self.mostTroubles {
            troubles[troubles.count - 1].to = to
        } else {
            // One cause may follow another without a success between them.
            troubles.append(Trouble(cause: cause, from: max(from, troubles.last?.to ?? 0), to: to))
        }
    }

    private mutating func double() {
        spanSeconds *= 2
        lines = stride(from: 0, to: lines.count, by: 2).map { index in
            lines[index] + (index + 1 < lines.count ? lines[index + 1] : 0)
        }
    }
}

extension LineCounts {
    /// Lines with a verdict that stands: what was given up without an answer is not done.
    var settled: Int { lines - pending }
}
