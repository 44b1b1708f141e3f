/// What may be sent within any stretch of time as long as `window`.
public struct ImportRate: Sendable, Equatable {
    /// Events in a window, at least 1.
    public var events: Int
    /// Uncompressed bytes in a window, at least 1.
    public var bytes: Int
    /// More than zero.
    public var window: Duration
    /// nil: all of it, by this run alone.
    public var share: Share?

    /// At most `events`, and at most `bytes`, in any stretch of time as long as `window`.
    public init(events: Int, bytes: Int = .max, window: Duration) {
        self.events = events
        self.bytes = bytes
        self.window = window
    }

    /// What the service takes of a project in a rolling minute: https://docs.mixpanel.com/reference/rate-limits
    public static let documented = ImportRate(
        events: ServiceLimits.eventsPerMinute,
        bytes: ServiceLimits.bytesPerMinute,
        window: .seconds(60)
    )

    /// One of several equal processes that send into the same project.
    public struct Share: Sendable, Equatable {
        /// From 1, at most `of`.
        public let part: Int
        /// How many processes there are.
        public let of: Int

        /// nil unless 1 ≤ part ≤ of.
        public init?(_ part: Int, of whole: Int) {
            guard whole > 0, (1...whole).contains(part) else { return nil }
            self.part = part
            self.of = whole
        }

        /// The service recommends 10 to 20 requests in flight for all of a project's clients together:
        /// https://docs.mixpanel.com/reference/import-events
        public var concurrency: Int { min(10, Int((20 * Double(part) / Double(of)).rounded(.up))) }
    }
}
