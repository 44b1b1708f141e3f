/// Why the user's own options left a line out; its raw value is the report's code.
@nonexhaustive
public enum SkipReason: String, Sendable, CaseIterable {
    /// A condition does not hold.
    case `where`
    /// There is no object where `--unwrap` looks for one.
    case unwrap
    /// The line has no object.
    case prefix
    /// The event is before the time from which events are wanted.
    case since
    /// The event is not before the time until which events are wanted.
    case until
}
