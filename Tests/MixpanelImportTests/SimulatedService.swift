import MixpanelImport

/// A request as the simulated service sees it.
struct SimulatedRequest {
    /// From 0, in the order of sending.
    var number: Int
    var batch: Int
    /// Lines of the input, from 0.
    var lines: Range<Int>
    var bytes: Int
    /// How often just these lines have been sent, from 1.
    var attempt: Int
    /// Times since the start of the run.
    var sentAt: Duration
    var answeredAt: Duration
    var reply = SimulatedReply.ok

    func carries(_ line: Int) -> Bool { lines.contains(line) }

    func carries(any lines: some Sequence<Int>) -> Bool { lines.contains { carries($0) } }
}

/// What the simulated service answers, and what it keeps of the request's lines.
struct SimulatedReply {
    enum Kept {
        case all
        case none
        case allBut(Set<Int>)
    }

    /// A response, or nil where the connection failed.
    var status: Int?
    /// `#` stands for the number of events in the request.
    var body = ""
    var retryAfter: Duration?
    var failure: (reason: Reason, mayBeHeld: Bool) = (.connection, true)
    var isAbandoned = false
    /// The request never left.
    var isUnsent = false
    var kept = Kept.none

    init(status: Int?, body: String = "", retryAfter: Duration? = nil, kept: Kept = .none) {
        self.status = status
        self.body = body
        self.retryAfter = retryAfter
        self.kept = kept
    }

    static let ok = imported("#")
    static let refused = SimulatedReply(status: 400, body: #"{"code":400,"error":"cannot be read"}"#)
    static let tooMany = SimulatedReply(status: 429, body: #"{"code":429,"error":"exceeded rate limits"}"#)

    /// A 200 with this number.
    static func imported(_ number: String, kept: Kept = .all) -> SimulatedReply {
        SimulatedReply(status: 200, body: #"{"code":200,"num_records_imported":\#(number),"status":"OK"}"#, kept: kept)
    }

    static func status(_ status: Int, kept: Kept = .none) -> SimulatedReply {
        let isOfCredentials = status == 401 || status == 403
        let body = isOfCredentials ? #"{"error":"Invalid credentials"}"# : "the gateway's words"
        return SimulatedReply(status: status, body: body, kept: kept)
    }

    static func throttled(_ status: Int = 429, retryAfter: Duration) -> SimulatedReply {
        SimulatedReply(status: status, retryAfter: retryAfter)
    }

    static func tooLarge(limit: Int?) -> SimulatedReply {
        let words = limit.map { "request exceeds max limit of \($0) bytes" } ?? "too large"
        return SimulatedReply(status: 413, body: #"{"code":413,"error":"\#(words)"}"#)
    }

    /// A 400 with a record for each of these events of the request; the others are kept.
    static func judged(_ indices: [Int], of request: SimulatedRequest) -> SimulatedReply {
        let records = indices.map { #"{"index":\#($0),"field":"f\#($0)","message":"m\#($0)"}"# }.joined(separator: ",")
        let count = request.lines.count - indices.count
        return SimulatedReply(
            status: 400,
            body: #"{"code":400,"failed_records":[\#(records)],"num_records_imported":\#(count)}"#,
            kept: .allBut(Set(indices.map { request.lines.lowerBound + $0 }))
        )
    }

    static func connectionLost(
        _ reason: Reason = .connection,
        mayBeHeld: Bool = true,
        kept: Kept = .none
    ) -> SimulatedReply {
        var reply = SimulatedReply(status: nil, kept: kept)
        reply.failure = (reason, mayBeHeld)
        return reply
    }

    static var unsent: SimulatedReply {
        var reply = connectionLost(mayBeHeld: false)
        reply.isUnsent = true
        return reply
    }

    static func abandoned(kept: Kept = .none) -> SimulatedReply {
        var reply = connectionLost(kept: kept)
        reply.isAbandoned = true
        return reply
    }

    func answer(events: Int, insertID: (Int) -> String?) -> Proof {
        if isAbandoned { return Proof(.abandoned) }
        guard let status else {
            var answer = noAnswer(failure.reason, mayBeHeld: failure.mayBeHeld)
            answer.isSent = !isUnsent
            return answer
        }
        let body = body.split(separator: "#", omittingEmptySubsequences: false).joined(separator: "\(events)")
        return MixpanelImportTests.answer(status, body, retryAfter: retryAfter, events: events, insertID: insertID)
    }

    func keeps(_ line: Int) -> Bool {
        switch kept {
        case .all: true
        case .none: false
        case .allBut(let missing): !missing.contains(line)
        }
    }
}
