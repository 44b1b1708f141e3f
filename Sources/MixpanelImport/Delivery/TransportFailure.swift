internal import AsyncHTTPClient
internal import Glibc
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import SystemPackage

extension Answer {
    /// What an error of the HTTP library says about the events of the request: above all, whether the server may hold
    /// them.
    init(transportError error: any Error) {
        switch error {
        case is CancellationError: self.init(.abandoned)
        case let error as HTTPClientError: self.init(error)
        case let error as NIOConnectionError: self = .notSent(.connection, error.sentence)
        case let error as IOError where error.isBeforeConnection:
            self = .notSent(.connection, "cannot connect: \(Errno(rawValue: error.errnoCode).description)")
        case let error as IOError:
            self = .lost(.connection, "connection lost: \(Errno(rawValue: error.errnoCode).description)")
        case let error as NIOSSLError: self.init(error)
        case BoringSSLError.unknownError(let stack) where stack.contains { "\($0)".contains("X.509 certificate") }:
            self.init(.fatal(.untrusted), message: "TLS: the file of certificates to trust (SSL_CERT_FILE) has none")
        case is NIOSSLExtraError: self.init(.fatal(.untrusted), message: Self.distrust)
        default: self = .lost(.connection, "connection lost: \(error)")
        }
    }

    private init(_ error: HTTPClientError) {
        switch error {
        case .cancelled:
            self.init(.abandoned)
        case .connectTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout:
            self = .notSent(.timeout, "no connection in time")
        case .deadlineExceeded, .readTimeout, .writeTimeout:
            self = .lost(.timeout, "no answer in time")
        case .invalidProxyResponse, .proxyAuthenticationRequired:
            self.init(.fatal(.untrusted), message: "the proxy refused the connection: \(error.shortDescription)")
        default:
            self = .lost(.connection, "connection lost: \(error.shortDescription)")
        }
    }

    private init(_ error: NIOSSLError) {
        switch error {
        case .handshakeFailed(.sslError(let stack)) where stack.contains(.eofDuringHandshake):
            self = .notSent(.connection, "TLS: the connection was closed during the handshake")
        case .handshakeFailed(.sslError(let stack)), .handshakeFailed(.unknownError(let stack)):
            let isCertificate = stack.contains { "\($0)".contains("CERTIFICATE_VERIFY_FAILED") }
            self.init(.fatal(.untrusted), message: isCertificate ? Self.distrust : "TLS: \(Self.name(of: stack))")
        case .unableToValidateCertificate, .noCertificateToValidate:
            self.init(.fatal(.untrusted), message: Self.distrust)
        case .handshakeFailed:
            self = .notSent(.connection, "TLS: the connection was lost during the handshake")
        default:
            self = .lost(.connection, "TLS: the connection was lost")
        }
    }

    /// The TLS library does not say which of them it is.
    private static let distrust = """
        TLS: the certificate cannot be trusted: it has expired, is for another host, or its issuer is unknown \
        (SSL_CERT_FILE names issuers to trust)
        """

    /// `WRONG_VERSION_NUMBER` of `error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER at …`.
    private static func name(of stack: NIOBoringSSLErrorStack) -> String {
        let text = stack.first.map { "\($0)" } ?? ""
        let name = text.split(separator: " at ").first?.split(separator: ":").last
        return name.map(String.init) ?? "the handshake failed"
    }

    private static func notSent(_ reason: Reason, _ message: String) -> Answer {
        Answer(.inconclusive(.init(reason: reason, mayBeHeld: false)), message: message)
    }

    private static func lost(_ reason: Reason, _ message: String) -> Answer {
        Answer(.inconclusive(.init(reason: reason, mayBeHeld: true)), message: message)
    }
}

extension IOError {
    /// Of connect(2) or socket(2): not a byte was sent.
    fileprivate var isBeforeConnection: Bool {
        switch errnoCode {
        case EADDRNOTAVAIL, EMFILE, ENFILE: true
        // A connection that is there can meet these as well; only the text tells which call it was.
        case ECONNREFUSED, ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN:
            description.hasPrefix("connect(") || description.contains("connect failed")
        default: false
        }
    }
}

extension NIOConnectionError {
    fileprivate var sentence: String {
        guard let failure = connectionErrors.first else { return "no address for \(host): the name cannot be resolved" }
        let cause = (failure.error as? IOError).map { Errno(rawValue: $0.errnoCode).description } ?? "no answer"
        return "cannot connect to \(host): \(cause)"
    }
}
