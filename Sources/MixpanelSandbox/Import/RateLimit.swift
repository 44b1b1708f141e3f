/// How much may arrive within any span of the given length. A refused request does not count.
public struct RateLimit: Sendable, Equatable {
    /// Events in a span.
    public var events: Int
    /// Uncompressed bytes in a span.
    public var bytes: Int
    /// More than zero.
    public var span: Duration

    /// At most `events`, and at most `bytes`, within any `span`.
    public init(events: Int = .max, bytes: Int = .max, per span: Duration) {
        self.events = events
        self.bytes = bytes
        self.span = span
    }
}
