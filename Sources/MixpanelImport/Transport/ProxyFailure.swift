internal import AsyncHTTPClient
internal import FoundationEssentials
internal import NIOCore
internal import NIOPosix
internal import SystemPackage

extension Proof {
    /// The same, with what is known of a proxy on the way: a refusal that may pass is no reason to stop.
    func explained(
        by error: any Error,
        of proxy: TransportOptions.Proxy?,
        onTheWayTo endpoint: Endpoint
    ) async -> Proof {
        guard let failure = await proxy?.failure(error, onTheWayTo: endpoint) else { return self }
        var proof = self
        proof.message = failure.sentence
        if failure.mayPass { proof.meaning = .inconclusive(.init(reason: .connection, mayBeHeld: false)) }
        return proof
    }
}

extension TransportOptions.Proxy {
    /// How long to wait for the answer of a proxy.
    private static let patience = TimeAmount.seconds(5)
    private static let largestHead = 65_536
    /// Of a proxy that is overloaded, or does not reach the host at the moment.
    private static let passing = [408, 429, 500, 502, 503, 504]

    /// What stands in the way of a connection through the proxy, or cannot be told from it; nil for other errors.
    fileprivate func failure(
        _ error: any Error,
        onTheWayTo endpoint: Endpoint
    ) async -> (sentence: String, mayPass: Bool)? {
        guard case .invalidProxyResponse? = error as? HTTPClientError else {
            return sentence(error).map { ($0, mayPass: false) }
        }
        let refusal = "the proxy refused the connection"
        guard let status = try? await statusLine(for: endpoint) else { return (refusal, mayPass: false) }
        let code = Int(status.prefix(while: \.isNumber)) ?? 0
        // Trouble that has passed by now was of that kind, too.
        let mayPass = Self.passing.contains(code) || 200..<300 ~= code
        let shown = SecretMask([user?.password, login].compactMap(\.self)).masked(status)
        return ("\(refusal): \(shown.prefix(100))", mayPass: mayPass)
    }

    private func sentence(_ error: any Error) -> String? {
        if let error = error as? NIOConnectionError, error.host == host {
            return "cannot connect to the proxy \(host):\(port): \(error.cause)"
        }
        switch error as? HTTPClientError {
        case .connectTimeout?, .httpProxyHandshakeTimeout?:
            return "no connection through the proxy \(host):\(port) in time"
        case .proxyAuthenticationRequired?:
            return "the proxy refused the connection: it demands a user and a password (407)"
        default:
            return nil
        }
    }

    /// The HTTP library does not pass on the proxy's answer, so the proxy is asked once more.
    private func statusLine(for endpoint: Endpoint) async throws -> String? {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(Self.patience)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let timer = channel.channel.eventLoop.scheduleTask(in: Self.patience) { channel.channel.close(promise: nil) }
        defer { timer.cancel() }
        return try await channel.executeThenClose { answer, question in
            try await question.write(ByteBuffer(string: request(endpoint)))
            var head = ByteBuffer()
            for try await part in answer {
                head.writeImmutableBuffer(part)
                let line = head.readableBytesView.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
                guard line.count == head.readableBytes, line.count < Self.largestHead else {
                    return Self.status(String(decoding: line, as: UTF8.self))
                }
            }
            return nil
        }
    }

    private func request(_ endpoint: Endpoint) -> String {
        let target = endpoint.authority
        let authorization = login.map { "Proxy-Authorization: Basic \($0)\r\n" } ?? ""
        return "CONNECT \(target) HTTP/1.1\r\nHost: \(target)\r\n\(authorization)\r\n"
    }

    /// The credentials as they travel.
    private var login: String? {
        user.map { Data("\($0.name):\($0.password)".utf8).base64EncodedString() }
    }

    /// `403 Forbidden` of `HTTP/1.1 403 Forbidden`.
    private static func status(_ line: String) -> String? {
        let words = line.split(separator: " ", maxSplits: 1)
        return words.count == 2 && words[0].hasPrefix("HTTP/") ? String(words[1]) : nil
    }
}

extension NIOConnectionError {
    /// Of the first address that was tried.
    var cause: String {
        guard let failure = connectionErrors.first else { return "the name cannot be resolved" }
        return (failure.error as? IOError).map { Errno(rawValue: $0.errnoCode).description } ?? "no answer"
    }
}
