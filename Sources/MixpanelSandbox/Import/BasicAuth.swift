internal import FoundationEssentials

/// User name and password of a Basic `Authorization` header.
public struct BasicAuth: Sendable, Equatable {
    /// The name of a service account, or a project's token or secret.
    public var user: String
    /// Empty for a token or a secret.
    public var password: String

    /// This user name with this password.
    public init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    /// Nil for another scheme, base64 that is broken, a missing colon or an empty user.
    init?(header: String) {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic", let data = Data(base64Encoded: String(parts[1])),
            let text = String(validating: data, as: UTF8.self), let colon = text.firstIndex(of: ":"),
            colon != text.startIndex
        else { return nil }
        user = String(text[..<colon])
        password = String(text[text.index(after: colon)...])
    }

    /// Project tokens and legacy secrets come as a user without a password.
    var isServiceAccount: Bool { !password.isEmpty || user.hasSuffix(".mp-service-account") }
}
