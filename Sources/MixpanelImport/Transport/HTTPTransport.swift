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

    /// A longer answer is not read: no answer of the service to 2000 events comes near.
    private static let largestAnswer = 1 << 20
    private static let connectTimeout = Duration.seconds(10)
    private static let longestClosing = TimeAmount.milliseconds(50)
    /// A body beyond this gets more time, so that a slow line is not mistaken for a dead one.
    private static let bytesWithinTimeout = 1_000_000
    /// Three years: the clock's numbers end at 292.
    private static let longestTimeout = Duration.seconds(100_000_000)

    private let http: HTTPClient
    private let url: String
    private let headers: HTTPHeaders
    private let timeout: Duration
    /// What no text of a server's may repeat: the secret, and the header that carries it.
    private let secrets: [String]

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
        let http = HTTPClient(configuration: configuration)
        do {
            let result = try await body(HTTPTransport(http: http, project: project, timeout: timeout))
            await close(http)
            return result
        } catch {
            await close(http)
            throw error
        }
    }

    /// Connections close at once, but for one that is still being made, or whose other side does not agree to its end:
    /// it ends by itself, and a caller that has its verdicts need not wait for it.
    private nonisolated(nonsending) static func close(_ http: HTTPClient) async {
        let closing: EventLoopFuture<Void> = http.shutdown()
        let end = closing.eventLoop.makePromise(of: Void.self)
        closing.cascade(to: end)
        let timer = closing.eventLoop.scheduleTask(in: longestClosing) { end.succeed() }
        try? await end.futureResult.get()
        timer.cancel()
    }

    private init(http: HTTPClient, project: Project, timeout: Duration) {
        self.http = http
        self.timeout = timeout
        url = project.url
        var request = HTTPClientRequest(url: project.url)
        request.setBasicAuth(username: project.user.name, password: project.user.password)
        let authorization = request.headers["Authorization"][0]
        secrets = [project.secret, String(authorization.dropFirst("Basic ".count))]
        headers = [
            "Authorization": authorization,
            "Content-Type": "application/x-ndjson",
            "Content-Encoding": "gzip",
            "Accept": "application/json",
            "User-Agent": "mixport/\(Version.current)",
        ]
    }

    package func send(_ body: [UInt8]) async -> Outcome {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers = headers
        let body = RequestBody(body)
        request.body = .stream(body, length: .known(Int64(body.count)))
        let stretch = max(1, Double(body.count) / Double(Self.bytesWithinTimeout))
        do {
            let deadline = NIODeadline.now() + TimeAmount(min(timeout * stretch, Self.longestTimeout))
            let response = try await http.execute(request, deadline: deadline)
            return try await read(response)
        } catch {
            return .noResponse(Proof(transportError: error, isSent: body.hasBegun))
        }
    }

    private func read(_ response: HTTPClientResponse) async throws -> Outcome {
        var body: [UInt8] = []
        for try await part in response.body {
            guard body.count + part.readableBytes <= Self.largestAnswer else {
                // An answer that announced its length is one that cannot be read; one without may never end.
                let reason: Reason = response.headers.contains(name: "Content-Length") ? .badAnswer : .connection
                var answer = Proof(.inconclusive(.init(reason: reason, mayBeHeld: true)))
                answer.code = Int(response.status.code)
                answer.message = "the answer is longer than \(Self.largestAnswer) bytes"
                return .noResponse(answer)
            }
            body.append(contentsOf: part.readableBytesView)
        }
        let encoding = response.headers[canonicalForm: "Content-Encoding"].filter { $0.lowercased() != "identity" }
        var answer = ImportResponse(
            status: Int(response.status.code),
            retryAfter: RetryAfter.wait(response.headers["Retry-After"]),
            body: body,
            isEncoded: !encoding.isEmpty
        )
        answer.secrets = secrets
        answer.location = response.headers["Location"].first
        return .response(answer)
    }
}

extension TransportOptions {
    fileprivate func configuration(
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
