/// How many requests and bytes the delivery took.
public struct DeliveryStatistics: Sendable, Equatable {
    /// Requests that were sent, repeated ones included.
    public var requests = 0
    /// Requests that were repeated or cut in two, by the answer that made it necessary.
    public var retries: [String: Int] = [:]
    /// Uncompressed bytes of all request bodies.
    public var bodyBytes = 0
    /// The same, compressed.
    public var sentBytes = 0

    /// How long nothing was sent, because of an answer or of the pace, by its code: `http_429`, `connection`, `paced`.
    public var waits: [String: Duration] = [:]

    mutating func retried(after answer: Proof) {
        retries[answer.retryCause, default: 0] += 1
    }
}

extension Proof {
    fileprivate var retryCause: String {
        switch meaning {
        case .inconclusive(let failure): failure.reason.code
        case .miscounted where code == 200: Reason.badAnswer.code
        default: code.map { "http_\($0)" } ?? Reason.badAnswer.code
        }
    }
}
