/// The project that events go to, and the credentials for it.
public struct Project: Sendable {
    /// How the sender authenticates.
    @nonexhaustive
    public enum Credentials: Sendable {
        /// Needs the role Owner or Admin: https://docs.mixpanel.com/reference/service-accounts
        case serviceAccount(name: String, secret: String, projectID: String)
        /// https://docs.mixpanel.com/reference/project-token
        case token(String)
    }

    /// Where the project's data lives.
    public var endpoint: Endpoint
    /// Sent with each request, and nowhere else.
    public var credentials: Credentials

    /// The project that these credentials belong to.
    public init(_ credentials: Credentials, at endpoint: Endpoint) {
        self.credentials = credentials
        self.endpoint = endpoint
    }

    /// `strict=1`: the service validates every event and says which ones it refuses.
    var url: String {
        switch credentials {
        case .serviceAccount(_, _, let projectID): "\(endpoint.base)/import?strict=1&project_id=\(projectID)"
        case .token: "\(endpoint.base)/import?strict=1"
        }
    }

    var secret: String {
        switch credentials {
        case .serviceAccount(_, let secret, _): secret
        case .token(let token): token
        }
    }

    var user: (name: String, password: String) {
        switch credentials {
        case .serviceAccount(let name, let secret, _): (name, secret)
        case .token(let token): (token, "")
        }
    }
}
