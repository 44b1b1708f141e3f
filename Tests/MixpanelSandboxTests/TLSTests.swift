import Foundation
import MixpanelSandbox
import Testing

@Suite struct TLSTests {
    @Test func `the handshake verifies and requests are served`() async throws {
        try await withTLS { sandbox in
            #expect(sandbox.url.hasPrefix("https://127.0.0.1:"))
            let bytes = request(events(3), headers: ["Connection: close"])
            let seen = try talk(sandbox, bytes, "-CAfile", certificatePath())
            #expect(seen.contains(ok(3)), "\(seen)")
            let ledger = try await sandbox.ledger
            #expect(ledger.events == 3)
        }
    }

    @Test func `a client that does not know the certificate sends nothing`() async throws {
        try await withTLS { sandbox in
            let seen = try talk(sandbox, request(events(1)))
            #expect(seen.contains("self-signed certificate"), "\(seen)")
            let requests = try await sandbox.requests
            #expect(requests.isEmpty)
        }
    }

    @Test func `only the configured versions are spoken`() async throws {
        try await withTLS(.v1_3 ... .v1_3) { sandbox in
            let seen = try talk(sandbox, request(events(1)), "-CAfile", certificatePath(), "-tls1_2")
            #expect(seen.contains("alert protocol version"), "\(seen)")
        }
    }

    @Test func `a silent close leaves out the goodbye of TLS`() async throws {
        try await withTLS(faults: [.request(.always, RequestFault().ending(.close))]) { sandbox in
            let seen = try talk(sandbox, request(events(1)), "-CAfile", certificatePath())
            #expect(seen.contains(ok(1)), "\(seen)")
            #expect(seen.contains("unexpected eof"), "\(seen)")
        }
    }

    private func withTLS(
        _ versions: ClosedRange<SandboxTLS.Version> = .v1_2 ... .v1_3,
        faults: [FaultRule] = [],
        _ body: (RunningSandbox) async throws -> Void
    ) async throws {
        var configuration = SandboxConfiguration()
        configuration.faults = faults
        configuration.tls = SandboxTLS(
            certificateChain: Array(certificate.utf8),
            privateKey: Array(privateKey.utf8),
            versions: versions
        )
        try await Sandbox.withServer(configuration, body)
    }

    private func talk(_ sandbox: RunningSandbox, _ bytes: [UInt8], _ options: String...) throws -> String {
        let command = ["openssl", "s_client", "-quiet", "-verify_return_error"]
        let target = ["-connect", "127.0.0.1:\(sandbox.port)"]
        let result = try run(command + target + options, input: String(decoding: bytes, as: UTF8.self))
        return String(decoding: result, as: UTF8.self)
    }

    private func certificatePath() throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pem")
        try certificate.write(to: path, atomically: true, encoding: .utf8)
        return path.path
    }

    /// Self-signed for localhost and 127.0.0.1, valid for a hundred years.
    private let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBmjCCAUGgAwIBAgIUIlGI4OJ0NyGxZw8nM3gX0tgPN7swCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzIxMTM1MVoYDzIxMjYxMDMw
        MjExMzUxWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAAS0Q9bG95cfRGM/7turuOlJ2dYztgIeCWGazqLZ7GRyHaS+/l8vwDjB
        sd3yJFVIGe/7qLoG2EWvNpgCw//jtwM0o28wbTAdBgNVHQ4EFgQUWVNs3lhzDcYp
        QCrv22kJlFWRf98wHwYDVR0jBBgwFoAUWVNs3lhzDcYpQCrv22kJlFWRf98wDwYD
        VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
        zj0EAwIDRwAwRAIgXkPg8/Z2Ql62kbcAuAg5Ldw9Jj0suXUiYE93kxMljjQCIFw1
        RjEfdGD3lbIKoJ/7wBKz6VaI7pdQiH3HBtGAShhL
        -----END CERTIFICATE-----

        """

    private let privateKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg4SZmtvQCZTwJAsHj
        oPK5//sfLgWpnjzqhjFbkiMaYwahRANCAAS0Q9bG95cfRGM/7turuOlJ2dYztgIe
        CWGazqLZ7GRyHaS+/l8vwDjBsd3yJFVIGe/7qLoG2EWvNpgCw//jtwM0
        -----END PRIVATE KEY-----

        """
}
