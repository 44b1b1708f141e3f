import MixpanelImport

/// The project that options and environment name; options win.
enum ProjectSettings {
    /// A token for the sandbox, which takes any.
    private static let sandboxToken = String(repeating: "0", count: 32)

    static func sandbox(at url: String) throws -> Project {
        try Project(.token(sandboxToken), at: endpoint(url))
    }

    static func project(_ arguments: ProjectArguments, isQuiet: Bool) throws(Failure) -> Project {
        Project(try credentials(arguments, isQuiet), at: try endpoint(arguments))
    }

    /// Where the credentials come from, for a message when they are refused.
    static func source(of arguments: ProjectArguments) -> String? {
        if arguments.sandbox { return nil }
        if let file = arguments.tokenFile { return "the token in \(file)" }
        if let file = arguments.secretFile { return "the service account's secret in \(file)" }
        let hasAccount = arguments.serviceAccount != nil || Environment["MIXPANEL_SERVICE_ACCOUNT"] != nil
        return hasAccount ? "MIXPANEL_SERVICE_ACCOUNT_SECRET" : "MIXPANEL_TOKEN"
    }

    private static func endpoint(_ arguments: ProjectArguments) throws(Failure) -> Endpoint {
        if arguments.endpoint != nil, arguments.region != nil {
            throw Failure("--endpoint and --region: use one of them", .usage)
        }
        if let region = arguments.region { return Endpoint(region) }
        if let url = arguments.endpoint ?? Environment["MIXPANEL_ENDPOINT"] { return try endpoint(url) }
        guard let name = Environment["MIXPANEL_REGION"] else { return Endpoint(.us) }
        guard let region = Endpoint.Region(rawValue: name.lowercased()) else {
            throw Failure("MIXPANEL_REGION is us, eu or in", .usage)
        }
        return Endpoint(region)
    }

    private static func endpoint(_ url: String) throws(Failure) -> Endpoint {
        do throws(Endpoint.Invalid) {
            return try Endpoint(url)
        } catch {
            throw Failure("endpoint: " + error.sentence, .usage)
        }
    }

    private static func credentials(
        _ arguments: ProjectArguments,
        _ isQuiet: Bool
    ) throws(Failure) -> Project.Credentials {
        let namesAccount = arguments.serviceAccount != nil || arguments.secretFile != nil
        if namesAccount, arguments.tokenFile != nil {
            throw Failure("a service account and --token-file: use one of them", .usage)
        }
        if let file = arguments.tokenFile {
            return .token(try Secrets.read(file, of: "--token-file", isQuiet: isQuiet))
        }
        if namesAccount, Environment["MIXPANEL_TOKEN"] != nil, !isQuiet {
            Terminal.say("note: MIXPANEL_TOKEN is set and not used, the service account is")
        }
        let account = arguments.serviceAccount ?? Environment["MIXPANEL_SERVICE_ACCOUNT"]
        let token = namesAccount ? nil : try Secrets.environment("MIXPANEL_TOKEN")
        switch (account, token) {
        case (let name?, nil): return try serviceAccount(name, arguments, isQuiet)
        case (nil, let token?): return .token(token)
        case (_?, _?):
            throw Failure("MIXPANEL_TOKEN and MIXPANEL_SERVICE_ACCOUNT are both set: unset one of them", .configuration)
        case (nil, nil):
            throw Failure(
                """
                no credentials: set MIXPANEL_TOKEN (or --token-file), or --service-account with --secret-file and \
                --project-id; --sandbox and --dry-run need none
                """,
                .usage
            )
        }
    }

    private static func serviceAccount(
        _ name: String,
        _ arguments: ProjectArguments,
        _ isQuiet: Bool
    ) throws(Failure) -> Project.Credentials {
        guard !name.contains(":"), name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Failure("a service account's name has no colon, spaces or control characters", .usage)
        }
        guard let project = arguments.projectID ?? Environment["MIXPANEL_PROJECT_ID"] else {
            throw Failure("a service account needs --project-id (MIXPANEL_PROJECT_ID)", .usage)
        }
        guard !project.isEmpty, project.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw Failure("--project-id is a number", .usage)
        }
        var secret: String?
        if let file = arguments.secretFile {
            secret = try Secrets.read(file, of: "--secret-file", isQuiet: isQuiet)
        } else {
            secret = try Secrets.environment("MIXPANEL_SERVICE_ACCOUNT_SECRET")
        }
        guard let secret else {
            throw Failure("a service account needs --secret-file (MIXPANEL_SERVICE_ACCOUNT_SECRET)", .usage)
        }
        return .serviceAccount(name: name, secret: secret, projectID: project)
    }
}

extension Endpoint.Invalid {
    fileprivate var sentence: String {
        switch self {
        case .hasCredentials: "\(description); see --secret-file and --token-file"
        case .tooLong: "longer than \(Endpoint.longest.grouped) bytes"
        default: description
        }
    }
}
