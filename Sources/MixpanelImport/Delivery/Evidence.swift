/// What the requests that carried events have left open: may the server hold them, and does a refusal prove that it
/// does not?
///
/// | state        | came from                                                        | ends as     | a refusal | too large |
/// |--------------|------------------------------------------------------------------|-------------|-----------|-----------|
/// | `notTaken`   | nothing sent, or every answer said that nothing was taken        | undelivered | rejects   | rejects   |
/// | `someTaken`  | a refusal of several events that says it took some               | unknown     | rejects   | rejects   |
/// | `miscounted` | a success of several events with another count than was sent     | unknown     | rejects if it counts 0 | unknown |
/// | `lost`       | a request without a conclusive answer; an earlier run's requests | unknown     | unknown   | unknown   |
///
/// Evidence only grows, in this order: what may have happened cannot be undone by a later request. Parts of a batch
/// inherit it. An event that is imported or named by a balanced verdict needs none.
enum Evidence: Int, Comparable, CaseIterable {
    case notTaken
    /// The server judged each event, but did not say which ones it took. It will refuse the same ones again.
    case someTaken
    /// The server took some of the events and calls that success, so it may refuse one because it has it already.
    case miscounted
    /// The server may have taken all, and what it says now may be about the second time.
    case lost

    static func < (first: Evidence, second: Evidence) -> Bool { first.rawValue < second.rawValue }

    mutating func add(_ other: Evidence) {
        self = max(self, other)
    }

    var mayBeHeld: Bool { self > .notTaken }

    /// Whether an event that is refused alone is not held. `tookNone`: the refusal says so in a number.
    func isSettled(byRefusalThatTookNone tookNone: Bool) -> Bool {
        switch self {
        case .notTaken, .someTaken: true
        case .miscounted: tookNone
        case .lost: false
        }
    }

    /// The same for an event that is too large alone.
    var isSettledByTooLarge: Bool { self < .miscounted }
}
