/// How a run ended.
public struct ImportResult: Sendable {
    public var counts: LineCounts
    /// Lines of the input that were read, also those that a replay or a resumed run passed over.
    public var linesRead: Int
    public var reasons: ReasonCounts
    public var statistics: DeliveryStatistics
    /// Why it ended before its input did.
    public var stopCause: StopCause?
    public var inputError: InputError?
    public var outputError: OutputError?
    /// The input was read to its end.
    public var isComplete: Bool
}
