internal import MixpanelImport

/// What arrived within the latest span of a rate limit.
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
