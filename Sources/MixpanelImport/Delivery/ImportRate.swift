/// What may be sent within any stretch of time as long as `window`.
public struct ImportRate: Sendable, Equatable {
    /// Events in a window, at least 1.
    public var events: Int
    /// Uncompressed bytes in a window, at least 1.
    public var bytes: Int
    /// More than zero.
    public var window: Duration

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
}
