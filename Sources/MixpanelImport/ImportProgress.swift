/// How far a run has come.
public struct ImportProgress: Sendable {
    /// How many lines have which verdict. For a resumed run those of the whole report.
    public var counts: LineCounts
    /// Of those, the lines that the report had already when this run went on with it.
    public var resumed = LineCounts()
    /// Requests without an answer.
    public var inFlight: Int
    /// Requests, retries and bytes of this run.
    public var statistics: DeliveryStatistics
    public var state: ImportState
    /// How much of what was read has its verdict, 0 to 1.
    public var shareDone = 0.0
    /// Bytes of the input that were read, as plain text.
    public var inputBytes = 0

    /// Lines that the report had already when this run went on with it.
    public var linesResumed: Int { resumed.lines }
}
