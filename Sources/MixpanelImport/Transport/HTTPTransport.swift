internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// Sends one request and brings back what is known afterwards. The only code that touches the network.
package struct HTTPTransport: Sendable {
    package enum Outcome: Sendable {
        case response(ImportResponse)
        case noResponse(Proof)
    }

    private static let connectTimeout = Duration.seconds(10)
    private static let longestClosing = TimeAmount.milliseconds(50)
    /// A body beyond this gets more time, so that a slow connection is not mistaken for a dead one.
    private static let bytesWithinTimeout = 1_000_000
    /// Three years: the clock's numbers end at 292.
    private static let longestTimeout = Duration.seconds(100_000_000)

    private let http: HTTPClient
    /// The only one that the client uses, so that what happens to a request happens in one order.
    private let loop: any EventLoop
    /// Every request but for its body.
    private let request: HTTPClient.Request
    private let timeout: Duration
    private let endpoint: Endpoint
    /// Where one is used.
    private let proxy: TransportOptions.Proxy?
    /// Masked in all texts of the server: the secret, and the header that carries it.
    /// Made once: an answer is masked only where it is shown.
    private let mask: SecretMask

    /// Connections live as long as the scope, one for each request in flight.
    package nonisolated(nonsending) static func withClient<Result>(
        for project: Project,
        transport: TransportOptions,
        concurrency: Int,
        timeout: Duration,
        _ body: nonisolated(nonsending) (HTTPTransport) async throws -> Result
    ) async throws -> Result {
        let configuration = transport.configuration(
            for: project.endpoint,
            concurrency: concurrency,
            // Before the request's own deadline, so that it is known that nothing was sent.
            connectTimeout: min(connectTimeout, timeout * 0.9)
        )
        // One loop is enough: what costs time is compressing, which it does not do.
        let loop = HTTPClient.defaultEventLoopGroup.any()
        let request = try HTTPClient.Request(url: project.url, method: .POST, headers: project.headers)
        let http = HTTPClient(eventLoopGroupProvider: .shared(loop), configuration: configuration)
        do {
            let client = HTTPTransport(
                http: http,
                loop: loop,
                request: request,
                timeout: timeout,
                endpoint: project.endpoint,
                proxy: project.endpoint.isEncrypted ? transport.proxy : nil,
                mask: SecretMask([project.secret, project.authorization])
            )
            let result = try await body(client)
            await close(http)
            return result
        } catch {
            await close(http)
            throw error
        }
    }

    /// Connections close at once, except one that is still being made, or whose other side does not confirm the end of
    /// TLS: it ends by itself, and a caller that has its verdicts need not wait for it.
    nonisolated(nonsending) static func close(_ http: HTTPClient) async {
        let closing: EventLoopFuture<Void> = http.shutdown()
        let end = closing.eventLoop.makePromise(of: Void.self)
        closing.cascade(to: end)
        let timer = closing.eventLoop.scheduleTask(in: longestClosing) { end.succeed() }
        try? await end.futureResult.get()
        timer.cancel()
    }

    package func send(_ body: [UInt8]) async -> Outcome {
        let exchange = RequestExchange(body, on: loop)
        var request = request
        request.body = exchange.body(on: loop)
        let stretch = max(1, Double(body.count) / Double(Self.bytesWithinTimeout))
        let deadline = NIODeadline.now() + TimeAmount(min(timeout * stretch, Self.longestTimeout))
        let task = http.execute(request: request, delegate: exchange, deadline: deadline)
        do {
            let answer = try await withTaskCancellationHandler {
                try await task.get()
            } onCancel: {
                task.cancel()
            }
            return .response(response(answer))
        } catch RequestExchange.Ending.early(let answer) {
            return .response(response(answer))
        } catch RequestExchange.Ending.tooLong(let head) {
            // An answer with a `Content-Length` is broken; one without may never end.
            let reason: Reason = head.headers.contains(name: "Content-Length") ? .badAnswer : .connection
            var answer = Proof(.inconclusive(.init(reason: reason, mayBeHeld: true)))
            answer.code = Int(head.status.code)
            answer.message = "the answer is longer than \(RequestExchange.largestAnswer) bytes"
            return .noResponse(answer)
        } catch {
            let failure = Proof(transportError: error, isSent: exchange.hasBegun)
            return .noResponse(await failure.explained(by: error, of: proxy, onTheWayTo: endpoint))
        }
    }

    private func response(_ answer: RequestExchange.Answer) -> ImportResponse {
        let headers = answer.head.headers
        return ImportResponse(
            status: Int(answer.head.status.code),
            retryAfter: RetryAfter.wait(headers["Retry-After"]),
            body: answer.body,
            isEncoded: headers[canonicalForm: "Content-Encoding"].contains { $0.lowercased() != "identity" },
            isEarly: answer.isEarly,
            location: headers["Location"].first,
            mask: mask
        )
    }
}

extension Project {
    /// The credentials as they travel: `name:password` in base64.
    fileprivate var authorization: String {
        var request = HTTPClientRequest(url: url)
        request.setBasicAuth(username: user.name, password: user.password)
        return String(request.headers["Authorization"][0].dropFirst("Basic ".count))
    }

    fileprivate var headers: HTTPHeaders {
        [
            "Authorization": "Basic \(authorization)",
            "Content-Type": "application/x-ndjson",
            "Content-Encoding": "gzip",
            "Accept": "application/json",
            "User-Agent": "mixport/\(Version.current)",
        ]
    }
}

extension TransportOptions {
    func configuration(
        for endpoint: Endpoint,
        concurrency: Int,
        connectTimeout: Duration
    ) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let certificateFile { tls.trustRoots = .file(certificateFile) }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls,
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(connectTimeout)),
            decompression: .disabled
        )
        configuration.httpVersion = .http1Only
        configuration.http1_1ConnectionDebugInitializer = { channel in
            channel.addAnswerHandlers(EarlyAnswerHandler(), AnswerStatusHandler())
        }
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = concurrency
        // Trying again is the delivery's decision, which counts attempts and tells the user.
        configuration.connectionPool.retryConnectionEstablishment = false
        if let proxy, endpoint.isEncrypted {
            configuration.proxy = .server(
                host: proxy.host,
                port: proxy.port,
                authorization: proxy.user.map { .basic(username: $0.name, password: $0.password) }
            )
        }
        return configuration
    }
}
