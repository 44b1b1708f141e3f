import MixpanelImport

/// What refused credentials may have been meant to be. Says nothing of a secret but its length.
struct CredentialsHint {
    let text: String

    init(_ credentials: Project.Credentials, _ arguments: ProjectArguments) {
        let region = arguments.region?.rawValue ?? Environment["MIXPANEL_REGION"] ?? "us"
        let hasURL = arguments.endpoint != nil || arguments.region == nil && Environment["MIXPANEL_ENDPOINT"] != nil
        let place = hasURL ? "does the project live at that address" : "does the project live in --region \(region)"
        switch credentials {
        case .serviceAccount(_, let secret, _) where SecretHint.isToken(secret):
            text = """
                the secret has 32 hexadecimal digits, as project tokens have; if it is one, name it with --token-file or \
                MIXPANEL_TOKEN, without a service account
                """
        case .serviceAccount(let name, _, let projectID):
            text = "is the account \(name) Owner or Admin of project \(projectID), and \(place)?"
        case .token(let token) where !SecretHint.isToken(token):
            text = """
                project tokens have 32 hexadecimal digits, this has \(token.utf8.count.counted("character")); a service \
                account's secret goes with --service-account, --secret-file and --project-id
                """
        case .token: text = "is this the token of a project (Project Settings), and \(place)?"
        }
    }
}
