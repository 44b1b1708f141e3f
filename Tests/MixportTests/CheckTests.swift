import Foundation
import MixpanelSandbox
import Testing

/// `mixport check`: what can be known before an import without sending anything of it.
@Suite struct CheckTests {
    private static func run(_ arguments: String..., faults: [FaultRule] = []) -> Case {
        Case(.bytes([]), ["check"] + arguments, faults: faults).with { stimulus in
            stimulus.defaults = ["--endpoint", "{url}"]
            stimulus.converges = false
        }
    }

    private static func outcome(_ stimulus: Case, exit code: Int32) async throws -> Outcome {
        try await Chain.with(stimulus.service) { chain in
            try stimulus.prepare(chain.directory)
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(code), "\(outcome)")
            #expect(outcome.served.ledger.events == 0 && outcome.modes.count <= 1, "\(outcome)")
            for request in outcome.served.requests {
                #expect(request.method == "HEAD" && request.header("authorization") == nil && request.wireBytes == 0)
            }
            let said = outcome.standardOutput + outcome.standardError
            #expect(!said.contains(Case.secret), "\(outcome)")
            return outcome
        }
    }

    @Test func `where nothing is in the way it says what it saw`() async throws {
        let outcome = try await Self.outcome(Self.run(), exit: 0)
        let lines = outcome.standardOutput.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("ok    credentials: a project token, MIXPANEL_TOKEN") }, "\(outcome)")
        #expect(lines.contains { $0.hasPrefix("ok    connection: 127.0.0.1 (127.0.0.1) answers ") }, "\(outcome)")
        #expect(lines.contains { $0.hasPrefix("ok    system: ") && $0.contains("GB free") }, "\(outcome)")
        #expect(outcome.served.requests.count == 1 && outcome.errors.isEmpty)
    }

    @Test func `variables that make no difference are named`() async throws {
        let stimulus = Self.run("--service-account", "sa.1", "--secret-file", "secret", "--project-id", "55").with {
            $0.environment["MIXPANEL_REGION"] = "eu"
            $0.prepare = { try $0.write("hidden-secret\n", to: "secret") }
        }
        let outcome = try await Self.outcome(stimulus, exit: 0)
        let said = outcome.standardOutput
        #expect(said.contains("service account sa.1 for project 55") && !said.contains("hidden-secret"), "\(outcome)")
        #expect(said.contains("note  MIXPANEL_TOKEN is set and not used\n"), "\(outcome)")
        #expect(said.contains("note  MIXPANEL_REGION is set and not used\n"), "\(outcome)")
    }

    @Test func `a clock that is wrong is a note`() async throws {
        var answer = SandboxResponse(404, body: "")
        answer.headers = [.init("Date", "Sun, 06 Nov 1994 08:49:37 GMT")]
        let outcome = try await Self.outcome(Self.run(faults: [.request(.always, .answer(answer))]), exit: 0)
        #expect(
            outcome.standardOutput.contains(/note  clock: this machine's is \S+ ahead of the server's/),
            "\(outcome)"
        )
    }

    @Test func `a redirect would end an import`() async throws {
        let faults: [FaultRule] = [.request(.always, .redirect(302, to: "https://login.invalid/"))]
        let outcome = try await Self.outcome(Self.run(faults: faults), exit: 76)
        #expect(outcome.standardError.contains("redirect to https://login.invalid/"), "\(outcome)")
    }

    @Test func `a status that HTTP does not have is no answer`() async throws {
        let faults: [FaultRule] = [
            .request(.always, .raw("HTTP/1.1 099 x\r\nContent-Length: 0\r\n\r\n").ending(.close))
        ]
        let outcome = try await Self.outcome(Self.run(faults: faults), exit: 75)
        #expect(outcome.standardError.contains("status"), "\(outcome)")
    }

    @Test func `what cannot be reached would not be imported to`() async throws {
        let outcome = try await Self.outcome(Self.run("--endpoint", "http://127.0.0.1:1"), exit: 75)
        #expect(outcome.standardError.contains("Connection refused"), "\(outcome)")
        #expect(outcome.standardOutput.contains("ok    credentials"), "\(outcome)")
        let unnamed = try await Self.outcome(Self.run("--endpoint", "https://nowhere.invalid"), exit: 75)
        #expect(unnamed.standardError.contains("no address for nowhere.invalid"), "\(unnamed)")
    }

    @Test func `credentials that cannot be told end it as they end an import`() async throws {
        _ = try await Self.outcome(Self.run().with { $0.environment = [:] }, exit: 64)
        _ = try await Self.outcome(Self.run().with { $0.environment["MIXPANEL_SERVICE_ACCOUNT"] = "a" }, exit: 78)
        _ = try await Self.outcome(Self.run("--token-file", "nowhere"), exit: 78)
        _ = try await Self.outcome(Self.run("--sandbox"), exit: 64)
    }

    @Test(arguments: [("{url}", 0), ("http://127.0.0.1:1", 75)]) func `programs get an object`(
        endpoint: String,
        code: Int
    ) async throws {
        let outcome = try await Self.outcome(Self.run("--json", "--endpoint", endpoint), exit: Int32(code))
        let json = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
        #expect(json["exit_code"] as? Int == code && json["schema"] as? Int == 1)
        let findings = try #require(json["findings"] as? [[String: String]])
        #expect(findings.first?["name"] == "credentials" && (json["problem"] is String) == (code != 0), "\(json)")
    }

    @Test(.enabled(if: Certificates.isPossible, "needs openssl")) func `TLS is verified as an import would`()
        async throws
    {
        try await Certificates.with { certificates in
            for kind in [Certificates.Kind.good, .expired, .wrongHost] {
                let code: Int32 = kind == .good ? 0 : 76
                let tls = try await certificates.tls(kind)
                let stimulus = Self.run().with { stimulus in
                    stimulus.service.tls = tls
                    stimulus.environment["SSL_CERT_FILE"] = certificates.authority
                }
                let outcome = try await Self.outcome(stimulus, exit: code)
                let isGood = outcome.standardOutput.contains(
                    /ok    tls: TLS 1\.3, certificate trusted, valid to \d{4}-/
                )
                #expect(isGood == (code == 0), "\(outcome)")
                #expect(outcome.standardError.contains("certificate") == (code != 0), "\(outcome)")
            }
        }
    }
}
