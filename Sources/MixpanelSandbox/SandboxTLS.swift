internal import NIOSSL

/// The certificate of a sandbox and the versions of TLS that it speaks.
public struct SandboxTLS: Sendable {
    /// A version of TLS.
    @nonexhaustive
    public enum Version: Sendable {
        /// TLS 1.0.
        case v1_0
        /// TLS 1.1.
        case v1_1
        /// TLS 1.2.
        case v1_2
        /// TLS 1.3.
        case v1_3
    }

    /// PEM, the server's own certificate first.
    public var certificateChain: [UInt8]
    /// PEM, without a passphrase.
    public var privateKey: [UInt8]
    /// From the oldest to the newest.
    public var versions: ClosedRange<Version>

    /// PEM of the authorities: a client has to show a certificate that one of them signed. nil: it need not show one.
    public var clientAuthorities: [UInt8]?

    /// A server with this certificate, for any client.
    public init(certificateChain: [UInt8], privateKey: [UInt8], versions: ClosedRange<Version> = .v1_2 ... .v1_3) {
        self.certificateChain = certificateChain
        self.privateKey = privateKey
        self.versions = versions
    }

    func context() throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMBytes(certificateChain).map(NIOSSLCertificateSource.certificate)
        let key = try NIOSSLPrivateKey(bytes: privateKey, format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain,
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = versions.lowerBound.niossl
        configuration.maximumTLSVersion = versions.upperBound.niossl
        if let clientAuthorities {
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(clientAuthorities))
        }
        return try NIOSSLContext(configuration: configuration)
    }
}

extension SandboxTLS.Version: Comparable {
    fileprivate var niossl: TLSVersion {
        switch self {
        case .v1_0: .tlsv1
        case .v1_1: .tlsv11
        case .v1_2: .tlsv12
        case .v1_3: .tlsv13
        }
    }
}
