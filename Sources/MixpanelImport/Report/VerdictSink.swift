/// Where verdicts go, in input order: a report on disk, or a list for a caller in the same process.
protocol VerdictSink: AnyObject {
    var counts: LineCounts { get }
    var reasons: ReasonCounts { get }
    /// Called once the input has been found to be one, before anything is appended.
    func begin() throws(OutputError)
    func append(_ batch: JudgedBatch) throws(OutputError)
    func append(_ part: LongLinePart, limit: Int) throws(OutputError)
    func resume(at point: ResumePoint) throws(OutputError)
    func sync() throws(OutputError)
}
