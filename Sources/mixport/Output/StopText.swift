import MixpanelImport

/// Why a run stops before its input ends: what is said while it does, and what is kept once it has.
struct StopText {
    /// What follows "stopping" and "stopped".
    private let reason: String
    private let isRequested: Bool

    /// `source`: where the credentials come from. `patience`: `--give-up-after`. `signal`: the first one that came.
    init(
        _ cause: StopCause,
        _ message: String?,
        credentialsFrom source: String? = nil,
        patience: Duration = .zero,
        signal: Int32? = nil
    ) {
        isRequested = cause == .requested
        reason =
            switch cause {
            case .requested: " on signal \(signal ?? 0)\(Self.name(signal))"
            case .outage: ": nothing has succeeded for \(Self.text(patience))\(message.map { " (\($0))" } ?? "")"
            default: ": " + Self.reason(cause, credentialsFrom: source) + (message.map { ": \($0)" } ?? "")
            }
    }

    var meanwhile: String { "stopping\(reason)" + (isRequested ? "; a second one abandons what is in flight" : "") }
    var afterwards: String { "stopped\(reason)" }

    private static func reason(_ cause: StopCause, credentialsFrom source: String?) -> String {
        switch cause {
        case .credentials(let status):
            "\(status), the credentials are refused\(source.map { " (\($0))" } ?? "")"
        case .notTheService(404): "404, there is no /import at this address; check region and URL"
        case .notTheService(let status) where (300..<400).contains(status):
            "\(status), a redirect, which is never followed; check region and URL"
        case .notTheService(let status): "\(status), no answer to expect from the service"
        case .unexpectedResponses: "the answers prove nothing; is this the service?"
        case .tooManyRejects: "as many lines are rejected as --max-rejects allows"
        default: cause.description
        }
    }

    private static func name(_ signal: Int32?) -> String {
        switch signal {
        case 1: " (SIGHUP)"
        case 2: " (Ctrl-C)"
        case 15: " (SIGTERM)"
        default: ""
        }
    }

    private static func text(_ duration: Duration) -> String {
        duration.components.attoseconds == 0 ? duration.whole : duration.brief
    }
}
