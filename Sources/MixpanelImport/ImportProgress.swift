/// How far a run has come.
public struct ImportProgress: Sendable {
    /// How many lines have which verdict. For a resumed run those of the whole report.
    public var counts: LineCounts
    /// Of those, lines that the report had already when this run went on with it.
    public var linesResumed = 0
    /// Requests without an answer.
    public var inFlight: Int
    /// Requests, retries and bytes of this run.
    public var statistics: DeliveryStatistics
    public var state: ImportState
    /// How much of what was read has its verdict, 0 to 1.
    public var shareDone = 0.0
    /// Bytes of the input that were read, as plain text.
    public var inputBytes = 0
}
