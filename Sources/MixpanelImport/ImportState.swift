/// What a run is doing.
@nonexhaustive
public enum ImportState: Sendable, Equatable {
    /// It reads, sends and writes.
    case delivering(DeliveryState)
    /// It reads lines that the report has already, so many so far.
    case passingOver(lines: Int)
    /// It will end before its input does; requests in flight may finish until then.
    case stopping(until: ContinuousClock.Instant)
}
