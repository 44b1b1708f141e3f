/// Why a run ends before its input does.
@nonexhaustive
public enum StopCause: Sendable, Equatable {
    /// The service refuses the credentials: 401 or 403.
    case credentials(status: Int)
    /// 404, a redirect or another answer that says that this is not the service.
    case notTheService(status: Int)
    /// TLS could not be set up, so nothing was sent.
    case untrusted
    /// Answers proved nothing, again and again, and nothing else got through.
    case unexpectedResponses
    /// Every event alone is still too large for the server.
    case everythingTooLarge
    /// Nothing succeeded for `RetryPolicy.giveUpAfter`.
    case outage
    /// `ImportOptions.maxRejects` lines were rejected.
    case tooManyRejects
    /// `StopHandle.stop()` was called.
    case requested
    /// The task that the run belongs to was cancelled.
    case cancelled
    /// The call's deadline has passed.
    case deadline
    /// The report, the rejects or the pending file could not be written.
    case output
    /// Reading the input failed.
    case input

    /// Of two causes the one with the greater urgency is the run's: the order of `ImportEnding`.
    var urgency: Int {
        switch self {
        case .output, .input: 4
        case .requested, .cancelled: 3
        case .credentials: 2
        case .notTheService, .untrusted, .unexpectedResponses: 1
        case .everythingTooLarge, .outage, .tooManyRejects, .deadline: 0
        }
    }
}

extension StopCause: CustomStringConvertible {
    /// A sentence without a full stop.
    public var description: String {
        switch self {
        case .credentials(let status): "the service refuses the credentials (\(status))"
        case .notTheService(let status): "the answer \(status) is not one of the service"
        case .untrusted: "the connection cannot be trusted"
        case .unexpectedResponses: "the answers prove nothing"
        case .everythingTooLarge: "the server finds every single event too large"
        case .outage: "nothing has succeeded for as long as the run may wait"
        case .tooManyRejects: "too many lines are rejected"
        case .requested: "a stop was requested"
        case .cancelled: "the task was cancelled"
        case .deadline: "the deadline has passed"
        case .output: "a file cannot be written"
        case .input: "the input cannot be read"
        }
    }
}
