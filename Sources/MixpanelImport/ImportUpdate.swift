/// What a run tells while it goes on.
public enum ImportUpdate: Sendable {
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
