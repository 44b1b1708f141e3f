/// What the mapping made of a line.
package enum MappedLine: Sendable, Equatable {
    /// These bytes of the line are the event, as they are.
    case unchanged(Range<Int>)
    /// The event has been appended to the output.
    case written
    /// Nothing but JSON whitespace.
    case blank
    case skipped(SkipReason)
    case rejected(EventFault)
}
