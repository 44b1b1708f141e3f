/// What the service documents about the size of things; the newest published numbers.
package enum ServiceLimits {
    /// Events in one request: https://docs.mixpanel.com/reference/import-events
    package static let eventsPerRequest = 2_000
    /// "10 MB" of uncompressed body, taken as 10 MiB:
    /// https://docs.mixpanel.com/troubleshooting/errors/413-payload-too-large
    package static let bodyBytes = 10 * 1_024 * 1_024
    /// An event must be smaller than this, uncompressed: https://docs.mixpanel.com/reference/import-events
    package static let eventBytes = 1_000_000
    /// An event must have fewer properties than this: https://docs.mixpanel.com/reference/import-events
    package static let properties = 255
    /// A `$insert_id` may have this many bytes: https://docs.mixpanel.com/reference/event-deduplication
    package static let insertIDBytes = 36
    /// 1971-01-01 in seconds since the epoch, the first accepted `time`:
    /// https://docs.mixpanel.com/reference/import-events
    package static let earliestTime: Int64 = 31_536_000
    /// Seconds a `time` may lie ahead of the service's clock: https://docs.mixpanel.com/reference/import-events
    package static let futureSeconds: Int64 = 3_600
    /// From here on a `time` counts milliseconds, below it seconds. Not published; in between lies no accepted time.
    package static let millisecondsFrom: Int64 = 10_000_000_000
    /// Events a project may send in a rolling minute, "30,000 a second":
    /// https://docs.mixpanel.com/reference/rate-limits
    package static let eventsPerMinute = 1_800_000
    /// Uncompressed bytes a project may send in a rolling minute: https://docs.mixpanel.com/reference/rate-limits
    package static let bytesPerMinute = 2_000_000_000
}
