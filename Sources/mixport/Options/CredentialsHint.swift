import MixpanelImport

/// What refused credentials may have been meant to be, and what is to be changed. Says nothing of a secret but its length.
struct CredentialsHint {
    let text: String
    /// What is to be done before the next command, in the words of a line above it.
    let condition: String
    /// Where the secret is a token for all that can be seen of it: options that go, and those in their place.
    let replacement: (without: [String], options: [String])?

    init(_ credentials: Project.Credentials, _ arguments: ProjectArguments) {
        text = Self.text(credentials, arguments)
        let secretFile = arguments.secretFile
        switch credentials {
        case .serviceAccount(_, let secret, _) where SecretHint.isToken(secret) && secretFile != nil:
            condition = "if it is a token:"
            replacement = (
                ["--secret-file", "--service-account", "--project-id"], ["--token-file", secretFile ?? ""]
            )
        case .serviceAccount(let name, _, _):
            condition = "once \(name) may import with the secret in \(secretFile ?? "MIXPANEL_SERVICE_ACCOUNT_SECRET"):"
            replacement = nil
        case .token:
            condition = "once \(arguments.tokenFile ?? "MIXPANEL_TOKEN") has the token of the project:"
            replacement = nil
        }
    }

    private static func text(_ credentials: Project.Credentials, _ arguments: ProjectArguments) -> String {
        let region = arguments.region?.rawValue ?? Environment["MIXPANEL_REGION"] ?? "us"
        let hasURL = arguments.endpoint != nil || arguments.region == nil && Environment["MIXPANEL_ENDPOINT"] != nil
        let place = hasURL ? "does the project live at that address" : "does the project live in --region \(region)"
        return switch credentials {
        case .serviceAccount(_, let secret, _) where SecretHint.isToken(secret):
            """
            the secret has 32 hexadecimal digits, as project tokens have; if it is one, name it with --token-file or \
            MIXPANEL_TOKEN, without a service account
            """
        case .serviceAccount(let name, _, let projectID):
            "is the account \(name) Owner or Admin of project \(projectID), and \(place)?"
        case .token(let token) where !SecretHint.isToken(token):
            """
            project tokens have 32 hexadecimal digits, this has \(token.utf8.count.counted("character")); a service \
            account's secret goes with --service-account, --secret-file and --project-id
            """
        case .token: "is this the token of a project (Project Settings), and \(place)?"
        }
    }
}
