/// What the tasks of a run bring back.
enum LoopEvent: Sendable {
    case read(InputStep)
    case prepared(PreparedBatch, Int)
    case answered(SubBatch, Proof, took: Duration)
    case written(OutputState)
    case woke(ContinuousClock.Instant)
    /// False: listening was cancelled.
    case stopRequested(Bool)
}
