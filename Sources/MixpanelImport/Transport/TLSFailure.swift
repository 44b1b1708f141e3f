internal import NIOSSL

/// What the TLS library reports, in words.
enum TLSFailure {
    static let otherHost = "TLS: the certificate is for another host"

    /// The TLS library does not say which of the two it is.
    static let distrust = """
        TLS: the certificate cannot be trusted: it has expired, or its issuer is unknown (SSL_CERT_FILE names issuers \
        to trust)
        """

    static let noAuthorities = "TLS: the file of certificates to trust (SSL_CERT_FILE) has none"

    /// What the names of the library's errors have in them, and what they mean.
    private static let sentences = [
        ("CERTIFICATE_VERIFY_FAILED", distrust),
        ("X.509 certificate", noAuthorities),
        ("CERTIFICATE_REQUIRED", "TLS: the server demands a certificate of the client's, and mixport has none"),
        ("ALERT_BAD_CERTIFICATE", "TLS: the server demands a certificate of the client's, and mixport has none"),
        ("WRONG_VERSION_NUMBER", "TLS: the server does not speak TLS at this port"),
        ("HTTP_REQUEST", "TLS: the server does not speak TLS at this port"),
        ("PROTOCOL_VERSION", "TLS: the server speaks no version of TLS from 1.2 on"),
        ("UNSUPPORTED_PROTOCOL", "TLS: the server speaks no version of TLS from 1.2 on"),
        ("UNRECOGNIZED_NAME", "TLS: the server does not know the name of the host"),
        ("ALERT_ACCESS_DENIED", "TLS: the server denies access"),
        (
            "HANDSHAKE_FAILURE",
            "TLS: the server refuses: no cipher is common to both, or it demands a certificate of the client's"
        ),
    ]

    /// For an error that would come again at each attempt; nil for others, such as bytes that were damaged on their
    /// way.
    static func sentence(_ stack: NIOBoringSSLErrorStack) -> String? {
        let names = stack.map { "\($0)" }
        return sentences.first { name, _ in names.contains { $0.contains(name) } }?.1
    }

    /// `BAD_DECRYPT` of `error:1e000065:Cipher functions:OPENSSL_internal:BAD_DECRYPT at …`, as words.
    static func name(_ stack: NIOBoringSSLErrorStack) -> String {
        let text = stack.first.map { "\($0)" } ?? ""
        let name = text.split(separator: " at ").first?.split(separator: ":").last
        return name.map { $0.lowercased().replacing("_", with: " ") } ?? "no reason given"
    }
}
