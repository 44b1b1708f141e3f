/// What a run can be told; the defaults are the documented ones.
public struct ImportOptions: Sendable {
    /// Requests in flight, 1 to 100. The service recommends 10 to 20:
    /// https://docs.mixpanel.com/reference/import-events
    public var concurrency = 10
    /// zlib's, 1 to 9. 6, because the network is what is scarce: one core compresses 90 MB/s at it, nearly three times
    /// what the service takes of a project (2 GB a minute), and bodies are 21 % smaller than at level 1, 13 % than at 3,
    /// which take half the processor time. Measured on 238 MB of events.
    public var compressionLevel = 6
    public var retry = RetryPolicy()
    public var transport = TransportOptions()
    /// Stop after this many rejected lines.
    public var maxRejects: Int?
    /// How often `observe` is told about progress.
    public var progressInterval: Duration?
    package var batches = BatchLimits()
    package var rules = LineRules()
    package var pace = Pace.Limit?.some(.documented)
    package var seed = UInt64.random(in: 0...UInt64.max)

    public init() {}

    /// Batches that are read and not yet in the report. This one number bounds requests, memory and reordering:
    /// one for every request in flight, one being read and one whose rows wait for an earlier batch.
    var window: Int { Self.window(concurrency: concurrency) }

    static func window(concurrency: Int) -> Int { concurrency + 2 }
    package static let mostConcurrency = 100
}

/// What a run tells while it goes on.
public enum ImportObservation: Sendable {
    case progress(ImportProgress)
    case notice(DeliveryNotice)
    /// A request was answered.
    case request(firstLine: Int, lastLine: Int, events: Int, answer: String, duration: Duration)
    /// The run will end before its input does; with the text of the answer that stands in the way.
    case stopping(StopCause, String?)
    /// The input began with a UTF-8 byte order mark, which was dropped.
    case hasByteOrderMark
    /// The input goes on behind the last line that the replayed report speaks of.
    case replayedReportEnds(line: Int)
    /// The input, a pipe, was left within this line after so many of its bytes.
    case cutLine(number: Int, bytes: Int)
    /// A resumed report has rows whose raw lines are gone.
    case lostRawLines(LostRawLines)
    /// The first lines of the input are all rejected.
    case nothingButRejects(lines: Int)
}

public struct ImportProgress: Sendable {
    public var counts: LineCounts
    public var inFlight: Int
    /// All requests wait until then.
    public var throttledUntil: ContinuousClock.Instant?
    /// How much of what was read has its verdict, 0 to 1.
    public var shareDone = 0.0
}

/// How a run ended.
public struct ImportResult: Sendable {
    public var counts: LineCounts
    /// Lines of the input that were read, also those that a replay or a resumed run passed over.
    public var linesRead: Int
    public var reasons: ReasonCounts
    public var tally: DeliveryTally
    /// Why it ended before its input did.
    public var stopCause: StopCause?
    public var inputError: InputError?
    public var outputError: OutputError?
    /// The input was read to its end.
    public var isComplete: Bool
}
