import ArgumentParser
import MixpanelImport

struct ProjectArguments: ParsableArguments {
    @Option(help: .init("Project, needed with a service account (MIXPANEL_PROJECT_ID).", valueName: "id"))
    var projectID: String?
    @Option(help: .init("User name of the service account (MIXPANEL_SERVICE_ACCOUNT).", valueName: "name"))
    var serviceAccount: String?
    @Option(
        help: .init("File with its secret (MIXPANEL_SERVICE_ACCOUNT_SECRET).", valueName: "path"),
        completion: .file()
    )
    var secretFile: String?
    @Option(
        help: .init("File with a project token, in place of a service account (MIXPANEL_TOKEN).", valueName: "path"),
        completion: .file()
    )
    var tokenFile: String?
    @Option(
        help: .init(
            "Where the project's data lives: us, eu or in (MIXPANEL_REGION). (default: us)",
            valueName: "region"
        ),
        completion: .list(["us", "eu", "in"]),
        transform: Self.region
    )
    var region: Endpoint.Region?
    @Option(
        help: .init(
            "Base URL in place of a region; http: only to a loopback address (MIXPANEL_ENDPOINT).",
            valueName: "url"
        )
    )
    var endpoint: String?
    @Flag(help: "Import into a sandbox inside this process: no account, no network.")
    var sandbox = false

    func validate() throws {
        // In the process there is no address to choose.
        if sandbox, endpoint != nil { throw ValidationError("--sandbox and --endpoint: use one of them") }
    }

    private static func region(_ text: String) throws -> Endpoint.Region {
        guard let region = Endpoint.Region(rawValue: text.lowercased()) else {
            throw ValidationError("--region takes us, eu or in")
        }
        return region
    }
}
