internal import AsyncHTTPClient
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import SystemPackage

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

extension Proof {
    /// What an error of the HTTP library says about the events of the request. `isSent`: some of its body may have
    /// left, so that the server may hold them.
    init(transportError error: any Error, isSent: Bool) {
        self.init(error, isSent)
        self.isSent = isSent
    }

    private init(_ error: any Error, _ isSent: Bool) {
        switch error {
        case is CancellationError: self.init(.abandoned)
        case let error as HTTPClientError: self.init(error, isSent)
        case let error as InvalidStatus:
            self.init(.badAnswer, "the answer has the status \(error.code), which HTTP does not have", isSent)
        case let error as NIOConnectionError:
            // Each address of a name has its error; an error of TLS is the same for all of them.
            if let error = error.connectionErrors.lazy.map(\.error).first(where: { $0.isTLS }) {
                self.init(error, isSent)
            } else {
                self.init(.connection, error.sentence, isSent)
            }
        case let error as IOError:
            let what = isSent ? "connection lost" : "cannot connect"
            self.init(.connection, "\(what): \(Errno(rawValue: error.errnoCode).description)", isSent)
        case let error as NIOSSLError: self.init(error, isSent)
        case BoringSSLError.sslError(let stack), BoringSSLError.unknownError(let stack):
            if let sentence = TLSFailure.sentence(stack) {
                self.init(.fatal(.untrusted), message: sentence)
            } else {
                self.init(.connection, "connection lost: TLS: \(TLSFailure.name(stack))", isSent)
            }
        case let error as NIOSSLExtraError:
            let isOtherHost = error == .failedToValidateHostname
            self.init(.fatal(.untrusted), message: isOtherHost ? TLSFailure.otherHost : TLSFailure.distrust)
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
            let sentence = TLSFailure.sentence(stack) ?? "TLS: the handshake failed: \(TLSFailure.name(stack))"
            self.init(.fatal(.untrusted), message: sentence)
        case .unableToValidateCertificate, .noCertificateToValidate:
            self.init(.fatal(.untrusted), message: TLSFailure.distrust)
        case .handshakeFailed:
            self.init(.connection, "TLS: the connection was lost during the handshake", isSent)
        default:
            self.init(.connection, "TLS: the connection was lost", isSent)
        }
    }

    private init(_ reason: Reason, _ message: String, _ isSent: Bool) {
        self.init(.inconclusive(.init(reason: reason, mayBeHeld: isSent)), message: message)
    }
}

extension NIOConnectionError {
    fileprivate var sentence: String {
        guard !connectionErrors.isEmpty else { return "no address for \(host): \(cause)" }
        return "cannot connect to \(host): \(cause)"
    }
}

extension Error {
    fileprivate var isTLS: Bool { self is NIOSSLError || self is BoringSSLError || self is NIOSSLExtraError }
}
