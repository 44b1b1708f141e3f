import MixpanelImport

/// What there is to say about a run at one moment.
struct ProgressScreen {
    let progress: ImportProgress
    let rate: RecentRate
    /// Of the input, from 0 to 1.
    let share: Double?
    let elapsed: Duration
    let isDryRun: Bool

    var counts: LineCounts { progress.counts }
    var imported: String { "\((counts.imported + counts.valid).grouped) \(isDryRun ? "valid" : "imported")" }
    var rejected: String { "\(counts.rejected.grouped) rejected" }
    var retries: Int { progress.statistics.retries.values.reduce(0, +) }
    var perSecond: String { Int(rate.linesPerSecond.rounded()).short + "/s" }
    var bytesPerSecond: String { Int(rate.bytesPerSecond).bytesText + "/s" }

    /// nil also while nothing gets through: then nobody knows.
    var timeLeft: Duration? {
        switch progress.state {
        case .delivering(.refused(let trouble)) where trouble.isLong(now: .now): nil
        case .delivering(.unanswered): nil
        default: rate.timeLeft
        }
    }

    /// Of the whole run: paced, it sends in bursts.
    private var averagePerSecond: String {
        let lines = Double(counts.settled - progress.resumed.settled)
        return Int((lines / max(elapsed / .seconds(1), 0.001)).rounded()).short + "/s"
    }

    /// In place of the rate, where there is something else to say.
    var state: (text: String, isTrouble: Bool)? {
        let now = ContinuousClock.now
        switch progress.state {
        case .delivering(.unanswered(let since)):
            let isFirst = counts.imported + counts.rejected == 0
            return (
                isFirst ? "first answer awaited, \((now - since).whole)" : "no answer for \((now - since).whole)", true
            )
        case .delivering(.paced): return ("paced \(averagePerSecond)", false)
        case .delivering(.refused(let trouble)): return (trouble.text(now: now), true)
        case .stopping, .passingOver, .delivering: return nil
        case _: return nil
        }
    }

    /// All that is said while this goes on.
    var only: String? {
        switch progress.state {
        case .passingOver(let lines): return "passing over lines that the report has: \(lines.grouped)"
        case .stopping(let end):
            let left = max(.zero, end - .now)
            let requests = progress.inFlight.counted("request")
            return "stopping: \(requests) in flight, at most \(left.whole); Ctrl-C again abandons them"
        default: return nil
        }
    }
}

extension DeliveryTrouble {
    /// `429, next try in 3s`, `503 for 48s, next try in 12s, gives up in 14m12s`.
    func text(now: ContinuousClock.Instant) -> String {
        let lasted = now - since
        let isLong = isLong(now: now)
        var text = isLong ? "\(name) for \(lasted.whole)" : name
        // One that would come after the end never comes.
        let comes = nextTry.map { nextTry in givesUpAt.map { nextTry < $0 } ?? true } ?? true
        if let nextTry, nextTry > now, comes { text += ", next try in \((nextTry - now + .milliseconds(999)).whole)" }
        if isLong || !comes, let givesUpAt, givesUpAt > now { text += ", gives up in \((givesUpAt - now).whole)" }
        return text
    }

    fileprivate func isLong(now: ContinuousClock.Instant) -> Bool { now - since >= .seconds(10) }

    /// `503`, `connection`.
    var name: String {
        if case .http(let status) = reason { "\(status)" } else { reason.code }
    }
}
