import Foundation
import MixpanelSandbox
import Testing

@Suite(.enabled(if: Certificates.isPossible, "needs openssl")) struct ProxyTests {
    private static let password = "pr0xy-pa55word"

    @Test(arguments: ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
    func `a proxy sees neither events nor credentials, and nobody sees its own`(variable: String) async throws {
        try await Certificates.with { certificates in
            try await proxied(try await certificates.tls(.good), certificates) { stimulus, tunnel in
                let stimulus = stimulus.with { stimulus in
                    stimulus.environment[variable] = "http://someone:\(Self.password)@127.0.0.1:\(tunnel.port)"
                }
                let outcome = try await stimulus.gives(exit: 0, .imported(50), requests: 3)
                #expect(tunnel.heads.count == 1)
                let head = tunnel.heads.first ?? ""
                #expect(head.hasPrefix("CONNECT localhost:") && head.contains(" HTTP/1.1\r\n"), "\(head)")
                let login = Data("someone:\(Self.password)".utf8).base64EncodedString()
                #expect(head.lowercased().contains("proxy-authorization: basic \(login.lowercased())"), "\(head)")
                let token = Data("\(Case.secret):".utf8).base64EncodedString()
                #expect(!head.contains(token) && !head.contains("import"))
                for text in [outcome.standardError, String(decoding: outcome.report ?? [], as: UTF8.self)] {
                    #expect(!text.contains(Self.password) && !text.contains("someone") && !text.contains(login))
                }
                #expect(outcome.messages.count { $0.contains("127.0.0.1:\(tunnel.port)") } == 1, "\(outcome)")
            }
        }
    }

    @Test func `a proxy's password is decoded, and its address may be of IPv6`() async throws {
        try await Certificates.with { certificates in
            try await proxied(try await certificates.tls(.good), certificates) { stimulus, tunnel in
                let stimulus = stimulus.with { stimulus in
                    let url = "http://some%40one:p%3a%2F%25%zz5@[::ffff:127.0.0.1]:\(tunnel.port)"
                    stimulus.environment["HTTPS_PROXY"] = url
                }
                let outcome = try await stimulus.gives(exit: 0, .imported(50), requests: 3)
                let login = Data("some@one:p:/%%zz5".utf8).base64EncodedString().lowercased()
                let head = tunnel.heads.first ?? ""
                #expect(head.lowercased().contains("proxy-authorization: basic \(login)"), "\(head)")
                #expect(!outcome.standardError.contains("zz5"), "\(outcome)")
            }
        }
    }

    @Test(arguments: ["407 Proxy Authentication Required", "403 Forbidden"])
    func `a proxy that refuses ends the run`(status: String) async throws {
        try await Certificates.with { certificates in
            let refusal = "HTTP/1.1 \(status)\r\nContent-Length: 0\r\n\r\n"
            try await proxied(try await certificates.tls(.good), certificates, answering: refusal) { stimulus, tunnel in
                let stimulus = stimulus.with { $0.environment["HTTPS_PROXY"] = "http://127.0.0.1:\(tunnel.port)" }
                let outcome = try await stimulus.gives(exit: 76, .undelivered(.atLeast(20), "stopped"), requests: 0)
                #expect(outcome.standardError.contains("the proxy refused"), "\(outcome)")
                #expect(outcome.standardError.contains(status.prefix(3)), "\(outcome)")
            }
        }
    }

    @Test(arguments: ["429 Too Many Requests", "502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout"])
    func `a proxy that is in trouble for a moment is asked again`(status: String) async throws {
        try await Certificates.with { certificates in
            let refusal = "HTTP/1.1 \(status)\r\nContent-Length: 0\r\n\r\n"
            try await proxied(try await certificates.tls(.good), certificates, refusing: refusal) { stimulus, tunnel in
                let stimulus = stimulus.with { $0.environment["HTTPS_PROXY"] = "http://127.0.0.1:\(tunnel.port)" }
                try await stimulus.gives(exit: 0, .imported(50), requests: 3)
            }
            try await proxied(try await certificates.tls(.good), certificates, answering: refusal) { stimulus, tunnel in
                let stimulus = stimulus.with { stimulus in
                    stimulus.environment["HTTPS_PROXY"] = "http://127.0.0.1:\(tunnel.port)"
                    stimulus.arguments += ["--give-up-after", "500ms"]
                }
                let outcome = try await stimulus.gives(exit: 75, .undelivered(.atLeast(20), "stopped"), requests: 0)
                #expect(outcome.standardError.contains("the proxy refused the connection: \(status)"), "\(outcome)")
            }
        }
    }

    @Test func `what a proxy repeats of its user and password is not shown`() async throws {
        try await Certificates.with { certificates in
            let login = Data("someone:\(Self.password)".utf8).base64EncodedString()
            let refusal = "HTTP/1.1 403 no \(Self.password) \(login)\r\nContent-Length: 0\r\n\r\n"
            try await proxied(try await certificates.tls(.good), certificates, answering: refusal) { stimulus, tunnel in
                let stimulus = stimulus.with { stimulus in
                    stimulus.environment["HTTPS_PROXY"] = "http://someone:\(Self.password)@127.0.0.1:\(tunnel.port)"
                }
                let outcome = try await stimulus.gives(exit: 76, .undelivered(.atLeast(20), "stopped"), requests: 0)
                #expect(outcome.standardError.contains("403 no … …"), "\(outcome)")
                #expect(!outcome.standardError.contains(Self.password), "\(outcome)")
            }
        }
    }

    @Test(arguments: ["", " ", "\t "]) func `a variable with nothing in it names no proxy`(value: String) async throws {
        try await Certificates.with { certificates in
            try await proxied(try await certificates.tls(.good), certificates) { stimulus, tunnel in
                let stimulus = stimulus.with { stimulus in
                    stimulus.environment["HTTPS_PROXY"] = value
                    stimulus.environment["ALL_PROXY"] = "http://127.0.0.1:\(tunnel.port)"
                }
                try await stimulus.gives(exit: 0, .imported(50), requests: 3)
                #expect(tunnel.heads.count == 1)
            }
        }
    }

    @Test func `a proxy is not used where NO_PROXY has the host, nor without TLS`() async throws {
        try await Certificates.with { certificates in
            try await proxied(try await certificates.tls(.good), certificates) { stimulus, tunnel in
                let direct = stimulus.with { stimulus in
                    stimulus.arguments = []
                    stimulus.environment["HTTPS_PROXY"] = "http://127.0.0.1:\(tunnel.port)"
                    stimulus.environment["NO_PROXY"] = "example.com,127.0.0.1"
                }
                try await direct.gives(exit: 0, .imported(50), requests: 1)
                let plain = Case(Event.lines(5)).with { stimulus in
                    stimulus.environment["HTTPS_PROXY"] = "http://127.0.0.1:\(tunnel.port)"
                    stimulus.environment["HTTP_PROXY"] = "http://127.0.0.1:\(tunnel.port)"
                    stimulus.environment["http_proxy"] = "http://127.0.0.1:\(tunnel.port)"
                }
                try await plain.gives(exit: 0, .imported(5), requests: 1)
                #expect(tunnel.heads.isEmpty)
            }
        }
    }

    @Test(arguments: ["127.0.0.1", "localhost"])
    func `a proxy that is not there has got nothing, and it is named`(host: String) async throws {
        let refusing = try ClosedPort()
        defer { refusing.close() }
        let stimulus = Case(Event.lines(5), "--endpoint", "https://localhost:1", "--give-up-after", "500ms")
            .with { $0.environment["HTTPS_PROXY"] = "http://\(host):\(refusing.number)" }
        let outcome = try await stimulus.gives(exit: 75, .undelivered(5, "stopped"), requests: 0)
        let sentence = "cannot connect to the proxy \(host):\(refusing.number): Connection refused"
        #expect(outcome.standardError.contains(sentence), "\(outcome)")
    }

    @Test(arguments: [
        "socks5://127.0.0.1:1080", "https://127.0.0.1:3128", "http://:80", "http://127.0.0.1:99999",
        "http://[]:80", "http://[::1]80", "http://::1:80",
    ])
    func `a proxy that cannot be used is a mistake that is named`(value: String) async throws {
        let text = value.replacing("://", with: "://someone:\(Self.password)@")
        let stimulus = Case(Event.lines(5), "--endpoint", "https://localhost:1")
            .with { $0.environment["HTTPS_PROXY"] = text }
        let outcome = try await stimulus.gives(exit: 78, requests: 0)
        #expect(outcome.standardError.contains("HTTPS_PROXY"))
        #expect(!outcome.standardError.contains(Self.password))
    }

    private func proxied(
        _ tls: SandboxTLS,
        _ certificates: Certificates,
        answering answer: String = Tunnel.established,
        refusing refusal: String? = nil,
        _ body: (Case, Tunnel) async throws -> Void
    ) async throws {
        let stimulus = Fifty.stimulus("--endpoint", "https://localhost:{port}").with { stimulus in
            stimulus.service.tls = tls
            stimulus.environment["SSL_CERT_FILE"] = certificates.authority
            stimulus.converges = false
        }
        try await Tunnel.with(answering: answer, refusing: refusal) { tunnel in try await body(stimulus, tunnel) }
    }
}
