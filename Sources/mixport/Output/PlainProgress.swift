import MixpanelImport

/// Progress where no line can be redrawn, as in a log: one line after ten seconds, then one a minute, and one where
/// something that lasts stands in the way, and where it no longer does.
struct PlainProgress {
    private static let first = Duration.seconds(10)
    private static let interval = Duration.seconds(60)
    /// What is over sooner is no news.
    private static let patience = Duration.seconds(10)

    private var next = Self.first
    private var said: (name: String, since: ContinuousClock.Instant)?

    mutating func lines(_ screen: ProgressScreen) -> [String] {
        var lines = change(screen)
        if screen.elapsed >= next {
            while next <= screen.elapsed { next += next < Self.interval ? Self.interval - next : Self.interval }
            lines.append(line(screen))
        }
        return lines.map { "\(TimeText.timeOfDay) mixport: \($0)" }
    }

    private func line(_ screen: ProgressScreen) -> String {
        if let only = screen.only { return only }
        let bytes = screen.progress.statistics.bodyBytes.bytesText
        var parts = [screen.imported, screen.rejected, screen.state?.text ?? screen.perSecond, bytes]
        parts.append(screen.retries == 1 ? "1 retry" : "\(screen.retries.grouped) retries")
        if let share = screen.share {
            parts.append("\(Int(share * 100))%")
            if let left = screen.timeLeft { parts.append("\(left.whole) left") }
        }
        return parts.joined(separator: ", ")
    }

    private mutating func change(_ screen: ProgressScreen) -> [String] {
        let now = ContinuousClock.now
        switch screen.progress.state {
        case .delivering(.refused(let trouble)) where now - trouble.since >= Self.patience:
            guard said == nil else { return [] }
            said = (trouble.name, trouble.since)
            let end = trouble.givesUpAt.map { "; gives up in \(($0 - now).whole)" } ?? ""
            return ["\(trouble.name) for \((now - trouble.since).whole), trying again\(end)"]
        case .delivering(.unanswered(let since)) where now - since >= Self.patience:
            guard said == nil else { return [] }
            said = ("no answer", since)
            return ["no answer for \((now - since).whole), waiting"]
        case .delivering(.working), .delivering(.paced):
            guard let over = said.take() else { return [] }
            return ["answers again, after \((now - over.since).whole) (\(over.name))"]
        default: return []
        }
    }
}
