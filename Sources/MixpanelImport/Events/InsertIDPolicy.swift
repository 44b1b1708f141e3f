/// What happens to an event without an `$insert_id`, the id by which the service knows an event that it is sent again:
/// https://docs.mixpanel.com/reference/event-deduplication
@nonexhaustive
public enum InsertIDPolicy: String, Sendable, CaseIterable {
    /// It is derived from the event's bytes: the same event gets the same id on every run and every machine.
    case derive
    /// As `derive`, but also from the line's number, or the event's place in a call, so that events that are the same
    /// stay different events.
    case line
    /// The event is rejected.
    case require
}
