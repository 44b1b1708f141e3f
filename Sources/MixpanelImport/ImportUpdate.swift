/// What a run tells while it goes on.
@nonexhaustive
public enum ImportUpdate: Sendable {
    /// Every `ImportOptions.progressInterval`.
    case progress(ImportProgress)
    /// Something that happens to the run as a whole.
    case notice(DeliveryNotice)
    /// A request was answered.
    case request(firstLine: Int, lastLine: Int, events: Int, answer: String, duration: Duration)
    /// The run will end before its input does; `message` is the text of the answer that stands in the way. In an outage
    /// the code of what happened stands before it, or it is `no answer`.
    case stopping(StopCause, message: String?)
    /// The input began with a UTF-8 byte order mark, which was dropped.
    case hasByteOrderMark
    /// The input is not one event a line, but `json`, `csv` or `tsv`.
    case isRead(as: String)
    /// The input goes on after the last line that the replayed report speaks of.
    case replayedReportEnds(line: Int)
    /// The input, a pipe, was left within this line after so many of its bytes.
    case cutLine(number: Int, bytes: Int)
    /// A resumed report has rows whose raw lines are gone.
    case lostRawLines(LostRawLines)
    /// The first lines of the input are all rejected.
    case nothingButRejects(lines: Int)
}
