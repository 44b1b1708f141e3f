/// What one request proved about the events it carried.
package struct Proof: Sendable, Equatable {
    package enum Meaning: Sendable, Equatable {
        /// The server took every event.
        case accepted
        /// The server took all events but these.
        case judged([RejectedEvent])
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

/// An event that the server names in `failed_records`.
package struct RejectedEvent: Sendable, Equatable {
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

    /// An answer that the service never gives, not even in an outage.
    var isProtocolViolation: Bool { reason.isProtocolViolation }

    package init(reason: Reason, mayBeHeld: Bool, attempts: Int? = nil) {
        self.reason = reason
        self.mayBeHeld = mayBeHeld
        self.attempts = attempts
    }
}
