/// A batch that is being delivered, and how the search for what is wrong with it has gone so far.
struct DeliveredBatch: Sendable {
    private(set) var judged: JudgedBatch
    /// Requests beyond the batch's own, for finding what is wrong with it.
    var extraRequests = 0
    /// What is left of it is not searched any further.
    var hasEndedSearch = false
    /// Whether the server took any event of this batch.
    private(set) var hasImported = false
    /// Requests that had succeeded before this batch was first sent.
    let successesBefore: Int

    init(_ lines: PreparedBatch, successesBefore: Int = 0) {
        judged = JudgedBatch(lines)
        self.successesBefore = successesBefore
    }

    var lines: PreparedBatch { judged.lines }

    mutating func resolve(_ events: Range<Int>, _ verdict: Verdict) {
        judged.resolve(events, verdict)
        if verdict.status == .imported, !events.isEmpty { hasImported = true }
    }

    /// A refusal of a single event proves nothing against it if the server refuses everything.
    mutating func doubtRefusals() {
        judged.revise { verdict in
            guard verdict.reason == .refused else { return }
            verdict.status = .unknown
            verdict.by = nil
            verdict.reason = .badAnswer
        }
    }
}
