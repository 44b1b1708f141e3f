import MixpanelSandbox
import Testing

@Suite(.enabled(if: Certificates.isPossible, "needs openssl")) struct EncryptionTests {
    @Test(arguments: [
        (Certificates.Kind.expired, "has expired, or its issuer"), (.wrongHost, "for another host"),
        (.selfSigned, "its issuer is unknown"),
    ])
    func `a certificate that proves nothing ends the run before anything is sent`(
        kind: Certificates.Kind,
        reason: String
    ) async throws {
        try await Certificates.with { certificates in
            try await expectDistrust(try await certificates.tls(kind), reason, trusting: certificates.authority)
        }
    }

    @Test func `a certificate of an authority that nobody knows ends the run before anything is sent`() async throws {
        try await Certificates.with { certificates in
            try await expectDistrust(try await certificates.tls(.good), "certificate", trusting: nil)
        }
    }

    @Test(arguments: [SandboxTLS.Version.v1_0 ... .v1_0, .v1_0 ... .v1_1])
    func `a server that speaks only old versions of TLS gets nothing`(
        versions: ClosedRange<SandboxTLS.Version>
    ) async throws {
        try await Certificates.with { certificates in
            let tls = try await certificates.tls(.good, versions: versions)
            try await expectDistrust(tls, "version", trusting: certificates.authority)
        }
    }

    @Test(arguments: [SandboxTLS.Version.v1_2 ... .v1_2, .v1_3 ... .v1_3])
    func `a certificate that is trusted is good for a whole import`(
        versions: ClosedRange<SandboxTLS.Version>
    ) async throws {
        try await Certificates.with { certificates in
            let tls = try await certificates.tls(.good, versions: versions)
            let outcome = try await encrypted(tls, certificates).gives(exit: 0, .imported(50), requests: 3)
            #expect(Set(outcome.served.requests.map(\.connection)).count == 1)
        }
    }

    @Test(arguments: [ConnectionFault.reset, .close, .hang])
    func `a handshake that breaks off is tried again`(fault: ConnectionFault) async throws {
        try await Certificates.with { certificates in
            let faults: [FaultRule] = [.connection(.number(1), fault)]
            let stimulus = encrypted(try await certificates.tls(.good), certificates, faults: faults)
            try await stimulus.gives(exit: 0, .imported(50), requests: 3)
        }
    }

    @Test func `a complete answer counts, with or without the goodbye of TLS`() async throws {
        try await Certificates.with { certificates in
            let faults: [FaultRule] = [
                .request(.number(1), .orderlyClose), .request(.always, RequestFault().ending(.close)),
            ]
            let stimulus = encrypted(try await certificates.tls(.good), certificates, faults: faults)
            let outcome = try await stimulus.gives(exit: 0, .imported(50), requests: .between(3, 9))
            #expect(outcome.served.ledger.events == 50)
        }
    }

    @Test(arguments: [RequestFault.reset, .close, .cut(.inBody), .cut(.inHeaders)])
    func `an answer that is cut proves nothing under TLS either`(fault: RequestFault) async throws {
        try await Certificates.with { certificates in
            let faults: [FaultRule] = [.request(.number(2), fault, commit: true)]
            let stimulus = encrypted(try await certificates.tls(.good), certificates, faults: faults)
            let outcome = try await stimulus.gives(exit: 0, .imported(50), requests: 4)
            #expect(outcome.served.ledger.events == 70)
        }
    }

    @Test func `a server without TLS is no server for https`() async throws {
        let stimulus = Case(Event.lines(5), "--endpoint", "https://127.0.0.1:{port}", "--give-up-after", "500ms")
        let outcome = try await stimulus.gives(exit: 76, .undelivered(5, "stopped"), requests: 0)
        #expect(outcome.standardError.contains("does not speak TLS"), "\(outcome)")
    }

    @Test func `a file of certificates that cannot be read is a wrong configuration`() async throws {
        let stimulus = Case(Event.lines(5), "--endpoint", "https://127.0.0.1:9").with { stimulus in
            stimulus.environment["SSL_CERT_FILE"] = "missing.pem"
        }
        let outcome = try await stimulus.gives(exit: 78, requests: 0)
        #expect(outcome.standardError.contains("missing.pem"))
        let empty = stimulus.with { $0.prepare = { try $0.write("no certificate\n", to: "missing.pem") } }
        let refused = try await empty.gives(exit: 76, .undelivered(5, "stopped"), requests: 0)
        #expect(refused.standardError.contains("SSL_CERT_FILE"), "\(refused)")
    }

    /// By address and by name, which the HTTP library tries in different ways.
    @Test(arguments: ["127.0.0.1", "localhost"], ["", "no certificate\n", "-----BEGIN CERTIFICATE-----\nAAAA\n"])
    func `a file without certificates ends the run at once`(host: String, contents: String) async throws {
        let stimulus = Case(Event.lines(5), "--endpoint", "https://\(host):9").with { stimulus in
            stimulus.environment["SSL_CERT_FILE"] = "some.pem"
            stimulus.prepare = { try $0.write(contents, to: "some.pem") }
        }
        let outcome = try await stimulus.gives(exit: 76, .undelivered(5, "stopped"), requests: 0)
        #expect(outcome.standardError.contains("certificates to trust (SSL_CERT_FILE) has none"), "\(outcome)")
    }

    @Test func `a directory of certificates is no file of them`() async throws {
        let stimulus = Case(Event.lines(5), "--endpoint", "https://127.0.0.1:9")
            .with { $0.environment["SSL_CERT_FILE"] = "." }
        let outcome = try await stimulus.gives(exit: 78, requests: 0)
        #expect(outcome.standardError.contains("SSL_CERT_FILE"), "\(outcome)")
    }

    @Test(arguments: [SandboxTLS.Version.v1_2, .v1_3], ["127.0.0.1", "localhost"])
    func `a server that demands a certificate of the client's ends the run at once`(
        version: SandboxTLS.Version,
        host: String
    ) async throws {
        try await Certificates.with { certificates in
            var tls = try await certificates.tls(.good, versions: version...version)
            let authority = try #require(certificates.directory.contents("authority.pem"))
            tls.clientAuthorities = authority
            let stimulus = encrypted(tls, certificates).with { stimulus in
                stimulus.arguments += ["--endpoint", "https://\(host):{port}", "--give-up-after", "20s"]
            }
            let outcome = try await stimulus.gives(exit: 76, .undelivered(.atLeast(20), "stopped"), requests: 0)
            #expect(outcome.standardError.contains("certificate of the client's"), "\(outcome)")
        }
    }

    private func encrypted(_ tls: SandboxTLS, _ certificates: Certificates, faults: [FaultRule] = []) -> Case {
        Fifty.stimulus("--timeout", "2s", faults: faults).with { stimulus in
            stimulus.service.tls = tls
            stimulus.environment["SSL_CERT_FILE"] = certificates.authority
            stimulus.converges = false
        }
    }

    /// The server is not the one of the case, which stays without any request.
    private func expectDistrust(_ tls: SandboxTLS, _ reason: String, trusting authority: String?) async throws {
        var configuration = SandboxConfiguration()
        configuration.tls = tls
        try await Sandbox.withServer(configuration) { stranger in
            let stimulus = Fifty.stimulus("--endpoint", stranger.url).with { stimulus in
                stimulus.environment["SSL_CERT_FILE"] = authority
            }
            let outcome = try await stimulus.gives(exit: 76, .undelivered(.atLeast(20), "stopped"), requests: 0)
            #expect(outcome.row(1)?.message?.lowercased().contains(reason) == true, "\(outcome)")
            #expect(outcome.standardError.lowercased().contains(reason), "\(outcome)")
            let requests = try await stranger.requests
            #expect(requests.isEmpty)
            let connections = try await stranger.connectionCount
            #expect(connections == 1, "nothing is tried again")
        }
    }
}
