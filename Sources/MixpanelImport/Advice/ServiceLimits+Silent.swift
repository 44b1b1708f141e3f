/// Limits beyond which the service refuses nothing, but changes, hides or deletes.
extension ServiceLimits {
    /// A longer name of an event or property, or a longer text, is cut. Some pages say characters; bytes are the
    /// earlier: https://docs.mixpanel.com/docs/data-structure/property-reference/data-type
    static let textBytes = 255
    /// Of one `distinct_id` on one day: https://docs.mixpanel.com/docs/tracking-best-practices/hot-shard-limits
    static let eventsOfOneUserADay = 200_000
    /// Of a project: https://docs.mixpanel.com/docs/data-structure/events-and-properties
    static let eventNames = 5_000
    /// Events are kept two years in projects made since September 2025 and five in older ones:
    /// https://docs.mixpanel.com/docs/privacy/gdpr-compliance
    static let retentionDays: (new: Int64, old: Int64) = (730, 1_825)
}
