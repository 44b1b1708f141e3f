/// Where verdicts go, in input order: a report on disk, or a list for a caller in the same process.
protocol VerdictSink: AnyObject {
    var counts: LineCounts { get }
    var reasons: ReasonCounts { get }
    /// Called once the input has been found to be one, before anything is appended.
    func begin() throws(OutputError)
    func append(_ batch: DeliveredBatch) throws(OutputError)
    func append(_ part: LongLinePart, limit: Int) throws(OutputError)
    func resume(at point: ResumePoint) throws(OutputError)
    func sync() throws(OutputError)
}

/// The verdicts of events that came from memory.
final class VerdictList: VerdictSink {
    private(set) var verdicts: [Verdict] = []
    private(set) var counts = LineCounts()
    private(set) var reasons = ReasonCounts()

    func begin() {}

    func append(_ batch: DeliveredBatch) {
        batch.forEachLine { line, verdict, _ in
            verdicts.append(verdict)
            counts.count(verdict.status, by: verdict.by)
            reasons.count(verdict, line: batch.lines.batch.numbers.number(ofLine: line))
        }
    }

    /// Events in memory are never too long to be held there.
    func append(_ part: LongLinePart, limit: Int) {}
    func resume(at point: ResumePoint) {}
    func sync() {}
}
