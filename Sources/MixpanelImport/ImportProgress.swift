/// How far a run has come.
public struct ImportProgress: Sendable {
    /// How many lines have which verdict.
    public var counts: LineCounts
    /// Requests without an answer.
    public var inFlight: Int
    /// All requests wait until then.
    public var throttledUntil: ContinuousClock.Instant?
    /// How much of what was read has its verdict, 0 to 1.
    public var shareDone = 0.0
}
