/// Where verdicts go, in input order: a report on disk, or a list for a caller in the same process.
///
/// An actor of its own, as writing may take long: meanwhile answers, signals and timers are attended to.
protocol VerdictSink: Actor {
    /// Writes the outputs in their order, up to the first one that cannot be.
    func write(_ outputs: [Output]) -> OutputState

    /// What waits to be taken is not waited for any longer; may be called while `write` waits.
    nonisolated func abandon()
}
