internal import AsyncHTTPClient
internal import Glibc
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import SystemPackage

extension Proof {
    /// What an error of the HTTP library says about the events of the request. `isSent`: some of its body may have left,
    /// so that the server may hold them.
    init(transportError error: any Error, isSent: Bool) {
        self.init(error, isSent)
        self.isSent = isSent
    }

    private init(_ error: any Error, _ isSent: Bool) {
        switch error {
        case is CancellationError: self.init(.abandoned)
        case let error as HTTPClientError: self.init(error, isSent)
        case let error as NIOConnectionError: self.init(.connection, error.sentence, isSent)
        case let error as IOError:
            let what = isSent ? "connection lost" : "cannot connect"
            self.init(.connection, "\(what): \(Errno(rawValue: error.errnoCode).description)", isSent)
        case let error as NIOSSLError: self.init(error, isSent)
        case BoringSSLError.unknownError(let stack) where stack.contains { "\($0)".contains("X.509 certificate") }:
            self.init(.fatal(.untrusted), message: "TLS: the file of certificates to trust (SSL_CERT_FILE) has none")
        case let error as NIOSSLExtraError:
            let isOtherHost = error == .failedToValidateHostname
            self.init(.fatal(.untrusted), message: isOtherHost ? Self.otherHost : Self.distrust)
        default: self.init(.connection, "connection lost: \(error)", isSent)
        }
    }

    private init(_ error: HTTPClientError, _ isSent: Bool) {
        switch error {
        case .cancelled: self.init(.abandoned)
        case .connectTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout, .deadlineExceeded, .readTimeout,
            .writeTimeout:
            self.init(.timeout, isSent ? "no answer in time" : "no connection in time", isSent)
        case .invalidProxyResponse, .proxyAuthenticationRequired:
            self.init(.fatal(.untrusted), message: "the proxy refused the connection: \(error.shortDescription)")
        default:
            self.init(.connection, "connection lost: \(error.shortDescription)", isSent)
        }
    }

    private init(_ error: NIOSSLError, _ isSent: Bool) {
        switch error {
        case .handshakeFailed(.sslError(let stack)) where stack.contains(.eofDuringHandshake):
            self.init(.connection, "TLS: the connection was closed during the handshake", isSent)
        case .handshakeFailed(.sslError(let stack)), .handshakeFailed(.unknownError(let stack)):
            let isCertificate = stack.contains { "\($0)".contains("CERTIFICATE_VERIFY_FAILED") }
            self.init(.fatal(.untrusted), message: isCertificate ? Self.distrust : "TLS: \(Self.name(of: stack))")
        case .unableToValidateCertificate, .noCertificateToValidate:
            self.init(.fatal(.untrusted), message: Self.distrust)
        case .handshakeFailed:
            self.init(.connection, "TLS: the connection was lost during the handshake", isSent)
        default:
            self.init(.connection, "TLS: the connection was lost", isSent)
        }
    }

    private static let otherHost = "TLS: the certificate is for another host"

    /// The TLS library does not say which of the two it is.
    private static let distrust = """
        TLS: the certificate cannot be trusted: it has expired, or its issuer is unknown (SSL_CERT_FILE names issuers \
        to trust)
        """

    /// `WRONG_VERSION_NUMBER` of `error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER at …`.
    private static func name(of stack: NIOBoringSSLErrorStack) -> String {
        let text = stack.first.map { "\($0)" } ?? ""
        let name = text.split(separator: " at ").first?.split(separator: ":").last
        return name.map(String.init) ?? "the handshake failed"
    }

    private init(_ reason: Reason, _ message: String, _ isSent: Bool) {
        self.init(.inconclusive(.init(reason: reason, mayBeHeld: isSent)), message: message)
    }
}

extension NIOConnectionError {
    fileprivate var sentence: String {
        guard let failure = connectionErrors.first else { return "no address for \(host): the name cannot be resolved" }
        let cause = (failure.error as? IOError).map { Errno(rawValue: $0.errnoCode).description } ?? "no answer"
        return "cannot connect to \(host): \(cause)"
    }
}
