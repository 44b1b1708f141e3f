import MixpanelImport

/// How fast the run has been over the last ten seconds. Lines that a resumed run passes over are no work of this run.
struct RecentRate {
    private struct Sample {
        var at: ContinuousClock.Instant
        var lines: Int
        var bytes: Int
        var share: Double?
    }

    private static let span = Duration.seconds(10)

    private var samples: [Sample] = []
    private(set) var linesPerSecond = 0.0
    private(set) var bytesPerSecond = 0.0
    /// Of the input, from 0 to 1.
    private var sharePerSecond = 0.0
    private var share: Double?

    mutating func note(_ progress: ImportProgress, share: Double?, now: ContinuousClock.Instant = .now) {
        guard case .delivering = progress.state else { return }
        let lines = progress.counts.lines - progress.linesResumed
        samples.append(Sample(at: now, lines: lines, bytes: progress.statistics.bodyBytes, share: share))
        samples.removeAll { now - $0.at > Self.span }
        self.share = share
        guard let first = samples.first, now > first.at else { return }
        let seconds = (now - first.at) / .seconds(1)
        linesPerSecond = Double(lines - first.lines) / seconds
        bytesPerSecond = Double(progress.statistics.bodyBytes - first.bytes) / seconds
        let gained = (share ?? 0) - (first.share ?? 0)
        // While nothing gets through, the rate from before says best how long the rest takes.
        if gained > 0 { sharePerSecond = gained / seconds }
    }

    /// Until the input is done, at this rate.
    var timeLeft: Duration? {
        guard let share, sharePerSecond > 0 else { return nil }
        return .seconds((1 - share) / sharePerSecond)
    }
}
