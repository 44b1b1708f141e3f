import Glibc

/// A secret on the command line stands in process lists and shell histories: say so, and do not repeat it.
struct SecretHint {
    let text: String

    private static let wrong = ["--secret", "--token", "--password", "--service-account-secret", "--api-secret"]

    init?(_ arguments: [String]) {
        let names = arguments.prefix { $0 != "--" }.map { $0.prefix { $0 != "=" } }
        let given = arguments.contains(where: Self.isToken) ? "one of the arguments looks like a token" : nil
        guard let name = names.first(where: { Self.wrong.contains(String($0)) }).map(String.init) ?? given else {
            return nil
        }
        text = """
            no option takes a secret as its value (\(name)): put it into a file and use --secret-file or --token-file, \
            or into MIXPANEL_SERVICE_ACCOUNT_SECRET or MIXPANEL_TOKEN
            """
    }

    /// Of the form that the service's tokens have, and no file of that name.
    private static func isToken(_ argument: String) -> Bool {
        let value = argument.split(separator: "=", maxSplits: 1).last ?? ""
        return value.utf8.count == 32 && value.allSatisfy(\.isHexDigit) && access(String(value), F_OK) != 0
    }
}
