/// What a run wants done next.
enum ImportStep {
    case read
    case prepare(Batch, Int)
    case send(SubBatch, PreparedBatch)
    case write([Output])
    case wait(until: ContinuousClock.Instant)
    case listenForStop
    case stopReading
    /// Requests in flight, and the rest of a line that was cut, are not waited for any longer.
    case abandon
}
