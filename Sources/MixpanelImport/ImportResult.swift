/// The outcome of a run.
public struct ImportResult: Sendable {
    /// How many lines got which verdict. For a resumed run those of the whole report.
    public var counts: LineCounts
    /// Lines of the input that were read, also those that a replay or a resumed run passed over.
    public var linesRead: Int
    /// Why lines were not imported.
    public var reasons: ReasonCounts
    /// Requests, retries and bytes of this run.
    public var statistics: DeliveryStatistics
    /// Why it ended before its input did, if it did.
    public var stopCause: StopCause?
    /// What is wrong with the input.
    public var inputError: InputError?
    /// Why a file could not be written.
    public var outputError: OutputError?
    /// The input was read to its end.
    public var isComplete: Bool
    /// As many lines were read as `ImportOptions.lineLimit` allows, and the input may have more.
    public var reachedLineLimit = false
    /// What the report had already when this run went on with it.
    public var resumed = LineCounts()
    /// Bytes of the input that were read, as plain text; 0 for events in memory.
    public var inputBytes = 0
    /// `ImportOptions.expectedLines`.
    var expectedLines: Int?
    /// Only lines of an earlier report were sent.
    package var isReplay: Bool
    /// What an import would be like, where it was asked for.
    package var outlook: Outlook?
    /// What was noticed about the events, where it was asked for.
    package var advice: Advice?
    /// What a mapping changed in the events of this run.
    package var mapping: MappingCounts?
    /// What the lines are, where all of them were rejected.
    package var hint: InputHint?
}
