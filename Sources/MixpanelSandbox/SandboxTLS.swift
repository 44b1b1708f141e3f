internal import NIOSSL

/// The sandbox's certificate and the versions that it speaks.
package struct SandboxTLS: Sendable {
    package enum Version: Sendable {
        case v1_0
        case v1_1
        case v1_2
        case v1_3
    }

    /// PEM, the server's own certificate first.
    package var certificateChain: [UInt8]
    /// PEM.
    package var privateKey: [UInt8]
    package var versions: ClosedRange<Version>

    /// PEM of those whose certificates clients have to show, if they have to.
    package var clientAuthorities: [UInt8]?

    package init(certificateChain: [UInt8], privateKey: [UInt8], versions: ClosedRange<Version> = .v1_2 ... .v1_3) {
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
