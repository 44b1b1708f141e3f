/// What one request proved about the events it carried.
package struct Answer: Sendable, Equatable {
    package enum Meaning: Sendable, Equatable {
        /// The server took every event.
        case accepted
        /// The server took all events but these.
        case judged([Judgement])
        /// The server refused the request as a whole and did not say which events are at fault;
        /// `isCertain` when its text leaves no doubt that events are, and nothing was taken.
        case refused(isCertain: Bool)
        /// The server took another number of events than were sent.
        case miscounted(imported: Int)
        /// More bytes than the server takes; it may have named its limit.
        case tooLarge(limit: Int?)
        case throttled(retryAfter: Duration?)
        /// Nothing is proved, and trying again makes sense.
        case inconclusive(Failure)
        /// No request can succeed before someone changes something.
        case fatal(StopCause)
        /// The run stopped waiting for the answer, or for a connection.
        case abandoned
    }

    package var meaning: Meaning
    /// HTTP status, where there was one.
    package var code: Int?
    /// The server's own text, or a sentence on what happened.
    package var message: String?
    /// Some of the request's body may have left.
    package var isSent = true
    /// The server says in a number that it took nothing.
    package var tookNone = false

    package init(_ meaning: Meaning, code: Int? = nil, message: String? = nil) {
        self.meaning = meaning
        self.code = code
        self.message = message
    }
}

/// One entry of `failed_records`.
package struct Judgement: Sendable, Equatable {
    /// The event's place in the request, from 0.
    package var index: Int
    package var field: String?
    package var message: String?
}

/// Why a request failed without a verdict.
package struct Failure: Sendable, Equatable {
    package var reason: Reason
    /// Whether the server may hold the events all the same.
    package var mayBeHeld: Bool
    /// Fewer attempts than the policy's, for answers that are not expected to get better.
    package var attempts: Int?

    /// Not an answer that the service is known to give, not even on a bad day.
    var isSenseless: Bool { reason.isSenseless }

    package init(reason: Reason, mayBeHeld: Bool, attempts: Int? = nil) {
        self.reason = reason
        self.mayBeHeld = mayBeHeld
        self.attempts = attempts
    }
}

/// Why a run ends before its input does.
public enum StopCause: Sendable, Equatable {
    /// 401 or 403.
    case credentials(status: Int)
    /// 404, a redirect or another answer that says that this is not the service.
    case notTheService(status: Int)
    /// TLS could not be set up, so nothing was sent.
    case untrusted
    /// Answers proved nothing, again and again, and nothing else got through.
    case senselessAnswers
    /// Every event alone is still too large for the server.
    case everythingTooLarge
    /// Nothing succeeded for as long as the run may wait.
    case outage
    case tooManyRejects
    case signal(Int32)
    /// The report, the rejects or the pending file could not be written.
    case output
    case input

    /// Which of two causes a user should hear of: the order of exit codes.
    var urgency: Int {
        switch self {
        case .output, .input: 4
        case .signal: 3
        case .credentials: 2
        case .notTheService, .untrusted, .senselessAnswers: 1
        case .everythingTooLarge, .outage, .tooManyRejects: 0
        }
    }
}
