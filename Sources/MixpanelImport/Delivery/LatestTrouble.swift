/// The latest request that got no verdict.
struct LatestTrouble: Sendable {
    var reason: Reason
    /// The service's own words, or what happened in place of an answer.
    var message: String?
    /// When it was known.
    var at: ContinuousClock.Instant

    /// `http_503: upstream connect error`
    var sentence: String { reason.code + (message.map { ": \($0)" } ?? "") }
}
