import ArgumentParser
import MixpanelImport

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Name, TLS, clock, and which credentials would be used; sends no event.",
        usage: "mixport check [project options]",
        discussion: """
            Takes the project options of an import and its environment, makes a connection as an import would, and says \
            what it saw. Neither an event nor credentials are sent, so whether the service accepts the credentials is \
            not known. Ends with the code with which an import would stop, 0 where nothing is in its way.
            """
    )

    @OptionGroup(title: "Project") var project: ProjectArguments
    @Flag(help: "One JSON object in place of the text.")
    var json = false

    func run() async throws {
        if project.sandbox {
            throw Failure("--sandbox needs no network and no account: there is nothing to check", .usage)
        }
        var findings = CheckFindings()
        do throws(Failure) {
            try await look(&findings)
        } catch {
            if json {
                try Terminal.print(CheckJSON(findings, error).text + "\n")
            } else {
                try Terminal.print(findings.text)
            }
            throw error
        }
        try Terminal.print(json ? CheckJSON(findings, nil).text + "\n" : findings.text)
    }

    private func look(_ findings: inout CheckFindings) async throws(Failure) {
        let target = try ProjectSettings.project(project, isQuiet: false)
        findings.ok("credentials", "\(target.credentials.name), \(ProjectSettings.source(of: project) ?? "")")
        for name in UnusedVariables.names(beside: project) {
            findings.note("environment", "\(name) is set and not used")
        }
        try ResourceLimit.check(connections: ImportOptions().concurrency)
        findings.ok("system", SystemFindings.text)
        let transport = try TransportSettings.options(for: target.endpoint, isQuiet: true)
        if let proxy = transport.proxy { findings.ok("proxy", "https goes through \(proxy.host):\(proxy.port)") }
        switch await ConnectionCheck.run(target.endpoint, transport) {
        case .failed(let message, let isFinal):
            throw Failure("\(target.endpoint.host): \(message)", isFinal ? .protocolError : .pending)
        case .answered(let connection):
            findings.add(connection, at: target.endpoint)
            guard (300..<400).contains(connection.status) else { return }
            let place = connection.location.map { " to \($0)" } ?? ""
            let text = "answers \(connection.status), a redirect\(place), which is never followed; check region and URL"
            throw Failure("\(target.endpoint.host): \(text)", .protocolError)
        }
    }
}

extension Project.Credentials {
    /// Without the secret.
    fileprivate var name: String {
        switch self {
        case .serviceAccount(let name, _, let projectID): "service account \(name) for project \(projectID)"
        case .token: "a project token"
        }
    }
}
