/// What the service takes and then changes, hides or loses without a word. The numbers are in `ServiceLimits`.
package enum AdviceKind: UInt8, Sendable, CaseIterable {
    /// `$ignore` is true or text: the event is dropped.
    /// https://docs.mixpanel.com/docs/data-structure/property-reference/reserved-properties
    case ignored
    /// Too many events of one `distinct_id` on one day (UTC): they are renamed `$hotshard_events` and lose their user.
    /// Counts pairs of a `distinct_id` and a day.
    case tooManyOfOneUser
    /// An event's name, a property's name or a text that is a property is too long and will be cut.
    case cutTexts
    /// Older than the retention of new projects, but not than that of older ones: in a new one deleted soon.
    case olderThanTwoYears
    /// Older than the retention of every project.
    case olderThanFiveYears
    /// Later than now, but by less than an hour: the service takes the time of arrival instead.
    /// https://docs.mixpanel.com/reference/import-events
    case inTheComingHour
    /// Too many names of events: the rest is stored, but not offered in reports. Counts names.
    case tooManyNames
    /// An `$insert_id` that an event of other bytes had before: one of the two may be taken for the other's duplicate.
    /// https://docs.mixpanel.com/reference/event-deduplication
    case sharedInsertID
    /// Neither `ip` nor a place: the service takes the place of the address that sends.
    /// https://docs.mixpanel.com/reference/import-events
    case noPlace
    /// An `ip` that no place belongs to.
    case privateAddress
    /// A `distinct_id`, `$insert_id`, `$user_id` or `$device_id` that has been through a double, see `RoundedID`. Said
    /// only where most of the long ids look like that.
    case roundedID
    /// All events have one time.
    case oneTime
}
