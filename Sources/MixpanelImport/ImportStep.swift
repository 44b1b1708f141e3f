/// What a run wants done next.
enum ImportStep {
    case read
    case prepare(Batch, Int)
    case send(SubBatch, PreparedBatch)
    case wait(until: ContinuousClock.Instant)
    case listen
    case stopReading
    /// In-flight requests are not waited for any longer.
    case abandon
}
