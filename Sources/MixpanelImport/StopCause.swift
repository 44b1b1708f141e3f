/// Why a run ends before its input does.
public enum StopCause: Sendable, Equatable {
    /// 401 or 403.
    case credentials(status: Int)
    /// 404, a redirect or another answer that says that this is not the service.
    case notTheService(status: Int)
    /// TLS could not be set up, so nothing was sent.
    case untrusted
    /// Answers proved nothing, again and again, and nothing else got through.
    case unexpectedResponses
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
        case .notTheService, .untrusted, .unexpectedResponses: 1
        case .everythingTooLarge, .outage, .tooManyRejects: 0
        }
    }
}
