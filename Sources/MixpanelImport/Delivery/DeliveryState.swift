/// What delivery is doing, in one word for the user.
@nonexhaustive
public enum DeliveryState: Sendable, Equatable {
    /// Requests are under way, or there is nothing to send.
    case working
    /// No request has been answered since then.
    case unanswered(since: ContinuousClock.Instant)
    /// More would be sent than the rate allows.
    case paced
    /// Nothing gets through for a while.
    case refused(DeliveryTrouble)
}

/// What stands in the way of all requests.
public struct DeliveryTrouble: Sendable, Equatable {
    /// The latest of its kind.
    public var reason: Reason
    /// Since the first request that failed after the latest success, or since a refusal began a pause that lasts: a
    /// success of a request that was sent before the pause does not end it.
    public var since: ContinuousClock.Instant
    /// When the next request goes; nil where one is under way.
    public var nextTry: ContinuousClock.Instant?
    /// When the run gives up, if nothing changes.
    public var givesUpAt: ContinuousClock.Instant?
}

/// Why nothing could be sent when it was last asked for.
enum Standstill: Sendable {
    case none
    /// After answers that ask for patience.
    case refused
    case paced
}

extension Delivery {
    /// A server that takes longer for an answer is worth a word.
    private static let quickAnswer = Duration.seconds(2)

    package func state(now: ContinuousClock.Instant) -> DeliveryState {
        let isHeldUp = concurrencyLimiter.isThrottled || outage.isDeclared || standstill == .refused && inFlight == 0
        if isHeldUp, let trouble = latestTrouble {
            let since = [outage.since, concurrencyLimiter.throttledSince].compactMap(\.self).min() ?? trouble.at
            let notBefore = waiting.lazy.compactMap(\.notBefore).min()
            let nextTry = inFlight > 0 ? nil : [concurrencyLimiter.pausedUntil, notBefore].compactMap(\.self).max()
            return .refused(
                DeliveryTrouble(reason: trouble.reason, since: since, nextTry: nextTry, givesUpAt: givesUpAt)
            )
        }
        if let since = outage.silentSince, now - since > Self.quickAnswer { return .unanswered(since: since) }
        return standstill == .paced ? .paced : .working
    }

    /// What nothing is sent for, by its code; nil while requests are under way, or could be.
    package var waitsFor: String? {
        guard inFlight == 0 else { return nil }
        switch standstill {
        case .none: return nil
        case .refused: return latestTrouble?.reason.code
        case .paced: return "paced"
        }
    }

    /// What keeps everything from succeeding, in words.
    package var obstacle: String? {
        if outage.since != nil { return latestTrouble?.sentence }
        return outage.silentSince == nil ? nil : "no answer"
    }
}
