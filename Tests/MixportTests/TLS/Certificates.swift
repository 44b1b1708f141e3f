import Foundation
import MixpanelSandbox
import Testing

/// Certificates made for a test by the `openssl` tool; nothing outside its directory trusts them.
struct Certificates {
    /// Whose certificate a server shows.
    enum Kind: CaseIterable {
        case good
        case expired
        case wrongHost
        case selfSigned
    }

    static let isPossible = Tool.isThere("/usr/bin/openssl")

    let directory: WorkDirectory
    /// For `SSL_CERT_FILE`.
    var authority: String { directory.path("authority.pem") }

    static func with(_ body: (Certificates) async throws -> Void) async throws {
        try await WorkDirectory.with { directory in
            let certificates = Certificates(directory: directory)
            try await certificates.selfSign("authority", "subjectAltName=DNS:authority.invalid")
            try await body(certificates)
        }
    }

    /// For 127.0.0.1, unless the kind says otherwise.
    func tls(
        _ kind: Kind,
        versions: ClosedRange<SandboxTLS.Version> = .v1_2 ... .v1_3
    ) async throws -> SandboxTLS {
        switch kind {
        case .selfSigned: try await selfSign("server", "subjectAltName=IP:127.0.0.1,DNS:localhost")
        case .good: try await sign("subjectAltName=IP:127.0.0.1,DNS:localhost", validity: ["-days", "2"])
        case .wrongHost: try await sign("subjectAltName=DNS:elsewhere.invalid", validity: ["-days", "2"])
        case .expired:
            do {
                try await sign("subjectAltName=IP:127.0.0.1", validity: ["-days", "-1"])
            } catch {
                // Later versions of the tool want it like this.
                let validity = ["-not_before", "20200101000000Z", "-not_after", "20200201000000Z"]
                try await sign("subjectAltName=IP:127.0.0.1", validity: validity)
            }
        }
        let chain = try #require(directory.contents("server.pem"))
        let key = try #require(directory.contents("server.key"))
        return SandboxTLS(certificateChain: chain, privateKey: key, versions: versions)
    }

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    private func selfSign(_ name: String, _ extra: String) async throws {
        let files = ["-keyout", directory.path("\(name).key"), "-out", directory.path("\(name).pem")]
        try await openssl(
            ["req", "-x509"] + Self.newKey + files + ["-days", "2", "-subj", "/CN=\(name)", "-addext", extra]
        )
    }

    private func sign(_ extensions: String, validity: [String]) async throws {
        let request = directory.path("server.csr")
        let key = ["-keyout", directory.path("server.key"), "-out", request]
        try await openssl(["req"] + Self.newKey + key + ["-subj", "/CN=server"])
        try directory.write(extensions + "\n", to: "extensions")
        let signer = ["-CA", authority, "-CAkey", directory.path("authority.key"), "-set_serial", "7"]
        let files = ["-extfile", directory.path("extensions"), "-out", directory.path("server.pem")]
        try await openssl(["x509", "-req", "-in", request] + signer + files + validity)
    }

    private struct Failed: Error {
        var arguments: [String]
    }

    private func openssl(_ arguments: [String]) async throws {
        let child = try Child(
            .init(
                command: ["/usr/bin/openssl"] + arguments,
                environment: ["PATH": "/usr/bin:/bin"],
                directory: directory.path,
                descriptors: [0, 1, 2].map { _ in open("/dev/null", O_RDWR | O_CLOEXEC) }
            )
        )
        guard await child.ended().0 == .exit(0) else { throw Failed(arguments: arguments) }
    }
}
