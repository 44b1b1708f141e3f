/// What the tasks of a run bring back.
enum ImportEvent: Sendable {
    case read(InputStep)
    case scanned(ScannedBatch, Int)
    case answered(Piece, Answer, took: Duration)
    case woke(ContinuousClock.Instant)
    case signal(Int32?)
}

/// What a run wants done next.
enum ImportStep {
    case read
    case scan(Batch, Int)
    case send(Piece, ScannedBatch)
    case wait(until: ContinuousClock.Instant)
    case listen
    case stopReading
    /// In-flight requests are not waited for any longer.
    case abandon
}
