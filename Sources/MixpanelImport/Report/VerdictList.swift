/// The results of events that came from memory: one for each from the beginning, so that none can be missing.
actor VerdictList: VerdictSink {
    private(set) var results: [EventResult]
    private(set) var counts = LineCounts()
    private(set) var reasons = ReasonCounts()

    init(count: Int) {
        results = Array(repeating: .untouched, count: count)
    }

    func write(_ outputs: [Output]) -> OutputState {
        // Events in memory are never too long to be held there, and there is nothing to resume or to sync.
        for case .batch(let batch) in outputs { append(batch) }
        return OutputState(counts: counts, reasons: reasons)
    }

    nonisolated func abandon() {}

    private func append(_ batch: JudgedBatch) {
        batch.forEachLine { line, verdict, insertID in
            let number = batch.lines.raw.numbers.number(ofLine: line)
            results[number - 1] = EventResult(verdict: verdict, insertID: insertID.map(JSONString.text(ofContents:)))
            counts.count(verdict.status, by: verdict.by)
            reasons.count(verdict, line: number)
        }
    }
}
