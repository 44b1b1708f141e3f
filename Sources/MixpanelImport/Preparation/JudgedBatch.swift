/// A prepared batch on its way to having a verdict for every line.
package struct JudgedBatch: Sendable {
    package let lines: PreparedBatch
    private var verdicts: LineVerdicts
    /// Events without a verdict.
    private var unresolved: Int

    package init(_ lines: PreparedBatch) {
        self.lines = lines
        verdicts = lines.verdicts
        unresolved = lines.events.count
    }

    package var isComplete: Bool { unresolved == 0 }

    /// Each event gets its verdict once.
    package mutating func resolve(_ events: Range<Int>, _ verdict: Verdict) {
        guard !events.isEmpty else { return }
        verdicts.set(verdict, ofLines: lines.events[events].lazy.map { Int($0.line) })
        unresolved -= events.count
    }

    /// Changes verdicts that were set before.
    package mutating func revise(_ change: (inout Verdict) -> Void) {
        verdicts.revise(change)
    }

    func verdict(ofLine line: Int) -> Verdict? { verdicts[line] }

    package func count(of status: Verdict.Status) -> Int {
        (0..<lines.raw.count).count { verdicts[$0]?.status == status }
    }

    /// Counts the events of a complete batch that are imported, up to the first line that the run did not come to: from
    /// there on a resumed run sends, and counts, all lines again. False if there is such a line.
    package func countEvents(into counts: inout EventCounts) -> Bool {
        guard let table = lines.table else { return true }
        var taken: [(row: Int, line: Int)] = []
        taken.reserveCapacity(lines.events.count)
        defer { counts.add(table, taken) }
        for (row, event) in lines.events.enumerated() {
            guard let verdict = verdicts[Int(event.line)], verdict.reason != .stopped else { return false }
            guard verdict.status == .imported || verdict.status == .valid else { continue }
            taken.append((row, lines.raw.numbers.number(ofLine: Int(event.line))))
        }
        return true
    }

    /// Each line, from 0, with its verdict and, if it is an event, the id it is sent under. Only of a complete batch.
    package func forEachLine(_ body: (Int, Verdict, ArraySlice<UInt8>?) -> Void) {
        var events = lines.events[...]
        for line in 0..<lines.raw.count {
            guard let verdict = verdicts[line] else { preconditionFailure("a batch is reported once it is complete") }
            let event = events.first.flatMap { Int($0.line) == line ? $0 : nil }
            if event != nil { events.removeFirst() }
            body(line, verdict, event.flatMap(lines.insertID))
        }
    }
}
