/// The results of events that came from memory: one for each from the beginning, so that none can be missing.
final class VerdictList: VerdictSink {
    var results: [EventResult]
    private(set) var counts = LineCounts()
    private(set) var reasons = ReasonCounts()

    init(count: Int) {
        results = Array(repeating: .untouched, count: count)
    }

    func begin() {}

    func append(_ batch: JudgedBatch) {
        batch.forEachLine { line, verdict, insertID in
            let number = batch.lines.raw.numbers.number(ofLine: line)
            results[number - 1] = EventResult(verdict: verdict, insertID: insertID.map(JSONString.text(ofContents:)))
            counts.count(verdict.status, by: verdict.by)
            reasons.count(verdict, line: number)
        }
    }

    /// Events in memory are never too long to be held there.
    func append(_ part: LongLinePart, limit: Int) {}
    func resume(at point: ResumePoint) {}
    func sync() {}
}
