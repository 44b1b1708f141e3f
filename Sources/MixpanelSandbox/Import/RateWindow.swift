internal import MixpanelImport

/// How much may arrive within any span of the given length. A refused request does not count.
package struct RateLimit: Sendable, Equatable {
    package var events: Int
    /// Uncompressed.
    package var bytes: Int
    package var span: Duration

    package init(events: Int = .max, bytes: Int = .max, per span: Duration) {
        self.events = events
        self.bytes = bytes
        self.span = span
    }
}

struct RateWindow {
    private let limit: RateLimit
    private var window = RollingWindow<Duration>()

    init(_ limit: RateLimit) {
        self.limit = limit
    }

    mutating func admits(events: Int, bytes: Int, at time: Duration) -> Bool {
        window.forget(upTo: time - limit.span)
        guard events <= limit.events - window.events, bytes <= limit.bytes - window.bytes else { return false }
        window.append(events: events, bytes: bytes, at: time)
        return true
    }
}
