import Glibc
import MixpanelImport

/// What the environment says about connections.
enum TransportSettings {
    /// Announces a proxy once, without its credentials, unless only errors are wanted.
    static func options(for endpoint: Endpoint, isQuiet: Bool) throws(Failure) -> TransportOptions {
        var options = TransportOptions()
        options.certificateFile = Environment["SSL_CERT_FILE"]
        if endpoint.isEncrypted, let path = options.certificateFile, access(path, R_OK) != 0 {
            throw Failure("SSL_CERT_FILE: \(path) cannot be read", .configuration)
        }
        let names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        guard endpoint.isEncrypted, !isExempt(endpoint.host), let name = names.first(where: { Environment[$0] != nil }),
            let value = Environment[name]
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
        let parts = address.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, !host.isEmpty, parts.count <= 2 else { return nil }
        guard let port = parts.count == 2 ? Int(parts[1]) : 80, (1...65_535).contains(port) else { return nil }
        guard let at else { return .init(host: String(host), port: port) }
        let user = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let password = user.count == 2 ? String(user[1]) : ""
        return .init(host: String(host), port: port, user: (name: String(user[0]), password: password))
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
