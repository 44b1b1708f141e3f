/// A batch on its way to having a verdict for every event.
package struct DeliveredBatch: Sendable {
    /// The same verdict for consecutive events.
    package struct Segment: Sendable {
        package var events: Range<Int>
        package var verdict: Verdict
    }

    package let lines: ScannedBatch
    package private(set) var segments: [Segment] = []
    private var unresolved: Int
    /// Requests beyond the batch's own, for finding what is wrong with it.
    var extraRequests = 0
    /// What is left of it is not searched any further.
    var hasEndedSearch = false
    /// Events of this batch that the server took.
    private var imported = 0
    /// Requests that had succeeded before this batch was first sent.
    let successesBefore: Int

    package init(_ lines: ScannedBatch, successesBefore: Int = 0) {
        self.lines = lines
        self.successesBefore = successesBefore
        unresolved = lines.events.count
    }

    package var isComplete: Bool { unresolved == 0 }
    var hasImported: Bool { imported > 0 }

    package mutating func resolve(_ events: Range<Int>, _ verdict: Verdict) {
        guard !events.isEmpty else { return }
        segments.append(Segment(events: events, verdict: verdict))
        unresolved -= events.count
        if verdict.status == .imported { imported += events.count }
        if isComplete { segments.sort { $0.events.lowerBound < $1.events.lowerBound } }
    }

    /// Each line, from 0, with its verdict and, if it is an event, its id.
    func forEachLine(_ body: (Int, Verdict, ArraySlice<UInt8>?) -> Void) {
        var events = lines.events[...]
        var faults = lines.faults[...]
        var segments = segments[...]
        for line in 0..<lines.batch.count {
            if let event = events.first, Int(event.line) == line {
                while let segment = segments.first, segment.events.upperBound <= events.startIndex {
                    segments.removeFirst()
                }
                body(line, segments[segments.startIndex].verdict, lines.insertID(of: event))
                events.removeFirst()
            } else if let fault = faults.first, fault.line == line {
                body(line, fault.verdict, nil)
                faults.removeFirst()
            } else {
                body(line, .blank, nil)
            }
        }
    }

    /// Refusals of single events prove nothing against them where the server refuses whatever it is sent.
    mutating func doubtRefusals() {
        for index in segments.indices where segments[index].verdict.reason == .refused {
            segments[index].verdict.status = .unknown
            segments[index].verdict.by = nil
            segments[index].verdict.reason = .badAnswer
        }
    }
}
