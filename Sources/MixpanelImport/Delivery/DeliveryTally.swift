/// What delivering cost, for the summary.
public struct DeliveryTally: Sendable, Equatable {
    public var requests = 0
    /// Requests that were repeated or cut in two, by the answer that made it necessary.
    public var retries: [String: Int] = [:]
    /// Uncompressed and compressed bytes of all request bodies.
    public var bodyBytes = 0
    public var sentBytes = 0

    mutating func retried(after answer: Answer) {
        retries[answer.retryCause, default: 0] += 1
    }
}

extension Answer {
    fileprivate var retryCause: String {
        switch meaning {
        case .inconclusive(let failure): failure.reason.code
        case .miscounted where code == 200: Reason.badAnswer.code
        default: code.map { "http_\($0)" } ?? Reason.badAnswer.code
        }
    }
}

/// Something that happens to the run as a whole and that the user wants to know.
public enum DeliveryNotice: Sendable, Equatable {
    /// With the text of the answer, or what happened instead of one.
    case outageBegan(Reason, String?)
    case outageEnded(after: Duration)
    /// A `Retry-After` that is out of range, or unreadable, was not followed.
    case ignoredRetryAfter
    /// The server takes fewer bytes a request than the batches have.
    case learnedBodyLimit(Int)
}
