import MixpanelImport

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What the environment says about connections.
enum TransportSettings {
    /// Announces a proxy once, without its credentials, unless only errors are wanted.
    static func options(for endpoint: Endpoint, isQuiet: Bool) throws(Failure) -> TransportOptions {
        var options = TransportOptions()
        options.certificateFile = Environment["SSL_CERT_FILE"]
        if endpoint.isEncrypted, let path = options.certificateFile {
            guard access(path, R_OK) == 0 else {
                throw Failure("SSL_CERT_FILE: \(path) cannot be read", .configuration)
            }
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
                throw Failure("SSL_CERT_FILE: \(path) is a directory, not a file of certificates", .configuration)
            }
        }
        let names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        let set = names.lazy.compactMap { name in Environment[name].map { (name, value: $0) } }
        guard endpoint.isEncrypted, !isExempt(endpoint.host),
            let (name, value) = set.first(where: { !$0.value.allSatisfy(\.isWhitespace) })
        else { return options }
        guard let proxy = proxy(value) else { throw Failure("\(name) is not http://HOST:PORT", .configuration) }
        options.proxy = proxy
        if !isQuiet { Terminal.say("going through the proxy \(proxy.host):\(proxy.port) (\(name))") }
        return options
    }

    private static func proxy(_ text: String) -> TransportOptions.Proxy? {
        guard !text.hasPrefix("https://"), !text.hasPrefix("socks") else { return nil }
        let rest = text.hasPrefix("http://") ? text.dropFirst(7) : text[...]
        let authority = rest.prefix { $0 != "/" }
        let at = authority.lastIndex(of: "@")
        let address = at.map { authority[authority.index(after: $0)...] } ?? authority
        guard let (host, port) = hostAndPort(address) else { return nil }
        guard let at else { return .init(host: host, port: port) }
        let user = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let password = user.count == 2 ? percentDecoded(user[1]) : ""
        return .init(host: host, port: port, user: (name: percentDecoded(user[0]), password: password))
    }

    /// `host`, `host:port`, `[address]` or `[address]:port`.
    private static func hostAndPort(_ address: Substring) -> (String, Int)? {
        var host = address.prefix { $0 != ":" }
        var rest = address[host.endIndex...]
        if address.hasPrefix("["), let bracket = address.firstIndex(of: "]") {
            host = address[address.index(after: address.startIndex)..<bracket]
            rest = address[address.index(after: bracket)...]
        }
        guard !host.isEmpty, rest.isEmpty || rest.hasPrefix(":") else { return nil }
        guard let port = rest.isEmpty ? 80 : Int(rest.dropFirst()), (1...65_535).contains(port) else { return nil }
        return (String(host), port)
    }

    /// As a URL has what would end a name or a password. A `%` without a number stands for itself.
    private static func percentDecoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            let digits = Substring(rest.prefix(2))
            let isCode = byte == UInt8(ascii: "%") && digits.count == 2 && digits.allSatisfy(\.isHexDigit)
            if isCode, let code = UInt8(digits, radix: 16) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `NO_PROXY` lists hosts, and domains with all that is below them.
    private static func isExempt(_ host: String) -> Bool {
        guard let list = Environment["no_proxy"] ?? Environment["NO_PROXY"] else { return false }
        return list.split(separator: ",").contains { entry in
            let entry = entry.drop { $0 == " " || $0 == "." }.prefix { $0 != " " }
            return entry == "*" || host == entry || host.hasSuffix(".\(entry)")
        }
    }
}
