internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL

/// Sends one request and brings back what is known afterwards. The only code that touches the network.
package struct MixpanelClient: Sendable {
    package enum Outcome: Sendable {
        case response(ImportResponse)
        case noResponse(Answer)
    }

    /// A longer answer is not read: no answer of the service to 2000 events comes near.
    private static let largestAnswer = 1 << 20
    fileprivate static let connectTimeout = TimeAmount.seconds(10)
    /// A body beyond this gets more time, so that a slow line is not mistaken for a dead one.
    private static let bytesWithinTimeout = 1_000_000

    private let http: HTTPClient
    private let url: String
    private let headers: HTTPHeaders
    private let timeout: Duration

    /// Connections live as long as the scope, one for each request in flight.
    package static func withClient<Result>(
        for project: Project,
        transport: TransportOptions,
        concurrency: Int,
        timeout: Duration,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (MixpanelClient) async throws -> Result
    ) async throws -> Result {
        let configuration = try transport.configuration(for: project.endpoint, concurrency: concurrency)
        return try await HTTPClient.withHTTPClient(configuration: configuration) { http in
            try await body(MixpanelClient(http: http, project: project, timeout: timeout))
        }
    }

    private init(http: HTTPClient, project: Project, timeout: Duration) {
        self.http = http
        self.timeout = timeout
        url = project.url
        var request = HTTPClientRequest(url: project.url)
        request.setBasicAuth(username: project.user.name, password: project.user.password)
        headers = [
            "Authorization": request.headers["Authorization"][0],
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
        request.body = .bytes(ByteBuffer(bytes: body))
        let stretch = max(1, Double(body.count) / Double(Self.bytesWithinTimeout))
        do {
            let deadline = NIODeadline.now() + .nanoseconds(Int64((timeout * stretch) / .nanoseconds(1)))
            let response = try await http.execute(request, deadline: deadline)
            return try await read(response)
        } catch {
            return .noResponse(Answer(transportError: error))
        }
    }

    private func read(_ response: HTTPClientResponse) async throws -> Outcome {
        var body: [UInt8] = []
        for try await part in response.body {
            guard body.count + part.readableBytes <= Self.largestAnswer else {
                // An answer that announced its length is one that cannot be read; one without may never end.
                let reason: Reason = response.headers.contains(name: "Content-Length") ? .badAnswer : .connection
                var answer = Answer(.inconclusive(.init(reason: reason, mayBeHeld: true)))
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
        answer.location = response.headers["Location"].first
        return .response(answer)
    }
}

extension TransportOptions {
    fileprivate func configuration(for endpoint: Endpoint, concurrency: Int) throws -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let certificateFile { tls.trustRoots = .file(certificateFile) }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls,
            redirectConfiguration: .disallow,
            timeout: .init(connect: MixpanelClient.connectTimeout),
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

extension Answer {
    /// What an error of the HTTP library says about the events of the request.
    fileprivate init(transportError error: any Error) {
        switch error {
        case is CancellationError:
            self.init(.abandoned)
        case let error as HTTPClientError:
            self.init(error)
        case let error as NIOConnectionError:
            let isLookup = error.connectionErrors.isEmpty && (error.dnsAError != nil || error.dnsAAAAError != nil)
            let cause = error.connectionErrors.first.map { "\($0.error)" } ?? "no address answers"
            let text =
                isLookup ? "no address for \(error.host): the name cannot be resolved" : "cannot connect: \(cause)"
            self.init(.inconclusive(.init(reason: .connection, mayBeHeld: false)), message: text)
        case let error as NIOSSLError where error.isDistrust:
            self.init(.fatal(.untrusted), message: "TLS: \(error)")
        case let error as NIOSSLExtraError:
            self.init(.fatal(.untrusted), message: "TLS: \(error.description)")
        default:
            self.init(.inconclusive(.init(reason: .connection, mayBeHeld: true)), message: "connection lost: \(error)")
        }
    }

    private init(_ error: HTTPClientError) {
        switch error {
        case .cancelled:
            self.init(.abandoned)
        case .connectTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout:
            let text = "no connection within \(MixpanelClient.connectTimeout.nanoseconds / 1_000_000_000) s"
            self.init(.inconclusive(.init(reason: .timeout, mayBeHeld: false)), message: text)
        case .deadlineExceeded, .readTimeout, .writeTimeout:
            self.init(.inconclusive(.init(reason: .timeout, mayBeHeld: true)), message: "no answer in time")
        case .invalidProxyResponse, .proxyAuthenticationRequired:
            self.init(.fatal(.untrusted), message: "the proxy refused the connection: \(error.shortDescription)")
        default:
            let text = "connection lost: \(error.shortDescription)"
            self.init(.inconclusive(.init(reason: .connection, mayBeHeld: true)), message: text)
        }
    }
}

extension NIOSSLError {
    /// The handshake said no, as opposed to a connection that broke off during it.
    fileprivate var isDistrust: Bool {
        switch self {
        case .handshakeFailed(.sslError), .handshakeFailed(.unknownError), .unableToValidateCertificate,
            .noCertificateToValidate:
            true
        default: false
        }
    }
}
