/// What became of one event of `importEvents`.
public struct EventResult: Sendable, Equatable {
    /// Whether it is imported, and if not, why not.
    public var verdict: Verdict
    /// The event's `$insert_id` as it was sent, a derived one included. nil for what was never prepared for sending: no
    /// event, an event whose id is no string, or one that the call did not come to before it had to end.
    public var insertID: String?

    /// Before anything is known of it.
    static let untouched = EventResult(verdict: Verdict(.undelivered, .stopped))
}
