/// What a run wants done next.
enum ImportStep {
    /// Into the memory of a batch that has been written, where there is one.
    case read(reusing: [UInt8]?)
    case prepare(Batch, Int)
    case send(SubBatch, PreparedBatch)
    case write([Output])
    case wait(until: ContinuousClock.Instant)
    case listenForStop
    case stopReading
    /// Requests in flight, and the rest of a line that was cut, are not waited for any longer.
    case abandon
}
