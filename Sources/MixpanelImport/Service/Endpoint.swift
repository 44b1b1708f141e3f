/// Where a project's data lives.
public struct Endpoint: Sendable, Equatable {
    /// Where Mixpanel keeps a project's data: https://docs.mixpanel.com/reference/import-events
    @nonexhaustive
    public enum Region: String, Sendable, CaseIterable {
        /// The United States: `api.mixpanel.com`.
        case us
        /// The European Union: `api-eu.mixpanel.com`.
        case eu
        /// India: `api-in.mixpanel.com`.
        case `in`
    }

    /// Why a text is no endpoint.
    @nonexhaustive
    public enum Invalid: Error, Equatable {
        /// Not an `http:` or `https:` URL in printable ASCII.
        case notHTTP
        /// User names and passwords in a URL end up in logs.
        case hasCredentials
        /// A base URL has no query and no fragment.
        case hasQuery
        /// More bytes than `longest`.
        case tooLong
        /// Not a name, an IPv4 address or an IPv6 address in brackets; a port beyond 1 to 65535; or other characters
        /// than RFC 3986 lets stand in a path.
        case malformed
        /// Credentials would travel unencrypted.
        case plainHTTPBeyondLoopback(host: String)
    }

    /// Bytes of a base URL: servers take little more than this in the first line of a request, `/import` included.
    public static let longest = 2_000

    /// Without a `/` at the end.
    public let base: String
    /// Whether it is `https:`.
    public let isEncrypted: Bool
    /// A name, or an address without brackets.
    public let host: String

    /// Mixpanel's own, for a region.
    public init(_ region: Region) {
        host =
            switch region {
            case .us: "api.mixpanel.com"
            case .eu: "api-eu.mixpanel.com"
            case .in: "api-in.mixpanel.com"
            }
        base = "https://\(host)"
        isEncrypted = true
    }

    /// Another one, such as a proxy or a sandbox: `https://HOST[:PORT][/PATH]`, to which `/import` is appended. `http:`
    /// only to a loopback address.
    public init(_ url: String) throws(Invalid) {
        guard url.utf8.count <= Self.longest else { throw .tooLong }
        let lower = url.lowercased()
        guard lower.hasPrefix("http://") || lower.hasPrefix("https://") else { throw .notHTTP }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .notHTTP }
        isEncrypted = lower.hasPrefix("https://")
        let rest = url.dropFirst(isEncrypted ? 8 : 7)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.contains("@") else { throw .hasCredentials }
        guard !rest.contains("?"), !rest.contains("#") else { throw .hasQuery }
        host = try Self.host(in: authority)
        guard rest.dropFirst(authority.count).utf8.allSatisfy(Self.pathBytes.contains) else { throw .malformed }
        guard isEncrypted || Self.isLoopback(host) else { throw .plainHTTPBeyondLoopback(host: host) }
        var base = url
        while base.hasSuffix("/") { base.removeLast() }
        self.base = base
    }

    /// As `CONNECT` has it.
    var authority: String {
        let rest = base.dropFirst(isEncrypted ? 8 : 7).prefix { $0 != "/" }
        let hasPort = rest.last != "]" && rest.contains(":")
        return hasPort ? String(rest) : "\(rest):\(isEncrypted ? 443 : 80)"
    }

    /// https://www.rfc-editor.org/rfc/rfc3986#appendix-A, `pchar` and `/`
    private static let pathBytes = Set("/-._~!$&'()*+,;=:@%".utf8).union(wordBytes)
    /// https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4, without the dots' encoding
    private static let longestHost = 253
    private static let wordBytes = Set("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

    private static func host(in authority: Substring) throws(Invalid) -> String {
        let isBracketed = authority.hasPrefix("[")
        let host = isBracketed ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        let others = Set((isBracketed ? ":." : "-._").utf8)
        guard (1...longestHost).contains(host.utf8.count),
            host.utf8.allSatisfy({ wordBytes.contains($0) || others.contains($0) })
        else {
            throw .malformed
        }
        var rest = authority[host.endIndex...]
        if isBracketed, rest.popFirst() != "]" { throw .malformed }
        guard !rest.isEmpty else { return String(host) }
        let port = rest.dropFirst()
        let isNumber = port.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard rest.first == ":", isNumber, (1...65_535).contains(Int(port) ?? 0) else { throw .malformed }
        return String(host)
    }

    private static func isLoopback(_ host: String) -> Bool {
        if host.lowercased() == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

extension Endpoint.Invalid: CustomStringConvertible {
    /// A sentence without a full stop.
    public var description: String {
        switch self {
        case .notHTTP: "not an http: or https: URL"
        case .hasCredentials: "credentials do not belong into a URL"
        case .hasQuery: "a base URL has no query; /import is appended to it"
        case .tooLong: "longer than \(Endpoint.longest) bytes"
        case .malformed: "its host, port or path cannot be; a base URL is https://HOST[:PORT][/PATH]"
        case .plainHTTPBeyondLoopback(let host):
            "http: would send the credentials in clear to \(host); only https: leaves this machine"
        }
    }
}
