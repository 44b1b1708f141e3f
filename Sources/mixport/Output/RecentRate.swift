import MixpanelImport

/// How fast the run has been over the last ten seconds. Lines that a resumed run passes over are no work of this run.
struct RecentRate {
    private struct Sample {
        var at: ContinuousClock.Instant
        /// Time in which the service took what it was sent.
        var worked: Duration
        var lines: Int
        var bytes: Int
        var share: Double?
    }

    private static let span = Duration.seconds(10)
    /// Less than this after a wait says little of how fast the run is.
    private static let leastWork = Duration.seconds(1)

    private var samples: [Sample] = []
    private(set) var linesPerSecond = 0.0
    private(set) var bytesPerSecond = 0.0
    /// Of the input, from 0 to 1, in a second in which the service takes what it is sent.
    private var sharePerSecond = 0.0
    private var share: Double?

    mutating func note(_ progress: ImportProgress, share: Double?, now: ContinuousClock.Instant = .now) {
        guard case .delivering(let state) = progress.state else { return }
        let lines = progress.counts.settled - progress.resumed.settled
        let worked = samples.last.map { $0.worked + (state.isHeldUp ? .zero : now - $0.at) } ?? .zero
        let bytes = progress.statistics.bodyBytes
        samples.append(Sample(at: now, worked: worked, lines: lines, bytes: bytes, share: share))
        samples.removeAll { now - $0.at > Self.span }
        self.share = share
        guard let first = samples.first, now > first.at else { return }
        let seconds = (now - first.at) / .seconds(1)
        linesPerSecond = Double(lines - first.lines) / seconds
        bytesPerSecond = Double(bytes - first.bytes) / seconds
        // While nothing gets through, the rate from before says best how long the rest takes.
        guard !state.isHeldUp, worked > first.worked else { return }
        guard sharePerSecond == 0 || worked - first.worked >= Self.leastWork else { return }
        let gained = (share ?? 0) - (first.share ?? 0)
        if gained > 0 { sharePerSecond = gained / ((worked - first.worked) / .seconds(1)) }
    }

    /// Until the input is done, at this rate.
    var timeLeft: Duration? {
        guard let share, sharePerSecond > 0 else { return nil }
        return .seconds((1 - share) / sharePerSecond)
    }
}

extension DeliveryState {
    /// Nothing gets through, or nobody answers.
    fileprivate var isHeldUp: Bool {
        switch self {
        case .refused, .unanswered: true
        default: false
        }
    }
}
