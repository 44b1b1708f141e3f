internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// A connection to the service as an import would make it, and what can be seen of it without an event or credentials.
package struct ConnectionCheck: Sendable {
    package struct Findings: Sendable {
        /// The other side's, which is a proxy's where one is used.
        package var address: String?
        package var tlsVersion: String?
        /// Seconds since the epoch.
        package var certificateEnds: Int?
        /// From the first packet to the answer.
        package var duration = Duration.zero
        /// The answer's.
        package var status = 0
        /// Where a redirect leads to, which an import would not follow.
        package var location: String?
        /// The server's clock, to the second, and this one's at the same moment; nil where the server does not say.
        package var clocks: (server: Int, own: Int)?
    }

    package enum Outcome: Sendable {
        case answered(Findings)
        /// `isFinal`: no second attempt would be made.
        case failed(message: String, isFinal: Bool)
    }

    private static let connectTimeout = Duration.seconds(10)
    private static let timeout = TimeAmount.seconds(20)
    /// https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
    private static let dateFormat = "%a, %d %b %Y %H:%M:%S GMT"

    /// Asks for the head of `/import`. What the service answers to that is not documented; that it answers is enough.
    package static func run(_ endpoint: Endpoint, _ transport: TransportOptions) async -> Outcome {
        let loop = HTTPClient.defaultEventLoopGroup.any()
        let peer = loop.makePromise(of: Findings.self)
        var configuration = transport.configuration(
            for: endpoint,
            concurrency: 1,
            connectTimeout: connectTimeout
        )
        configuration.http1_1ConnectionDebugInitializer = { channel in
            peer.succeed(findings(of: channel))
            return channel.addAnswerHandlers(AnswerStatusHandler())
        }
        let http = HTTPClient(eventLoopGroupProvider: .shared(loop), configuration: configuration)
        let outcome = await ask(http, endpoint, transport.proxy, peer)
        await HTTPTransport.close(http)
        return outcome
    }

    private static func ask(
        _ http: HTTPClient,
        _ endpoint: Endpoint,
        _ proxy: TransportOptions.Proxy?,
        _ peer: EventLoopPromise<Findings>
    ) async -> Outcome {
        let start = ContinuousClock.now
        do {
            var request = HTTPClientRequest(url: endpoint.base + "/import")
            request.method = .HEAD
            request.headers = ["User-Agent": "mixport/\(Version.current)"]
            let response = try await http.execute(request, timeout: timeout)
            let own = Int(time(nil))
            peer.succeed(Findings())
            var findings = try await peer.futureResult.get()
            findings.duration = .now - start
            findings.status = Int(response.status.code)
            findings.location = response.headers["Location"].first
            findings.clocks = response.headers["Date"].first.flatMap(seconds).map { ($0, own) }
            return .answered(findings)
        } catch {
            peer.succeed(Findings())
            let proof = await Proof(transportError: error, isSent: false)
                .explained(by: error, of: endpoint.isEncrypted ? proxy : nil, onTheWayTo: endpoint)
            var isFinal = false
            if case .fatal = proof.meaning { isFinal = true }
            return .failed(message: proof.message ?? "no connection", isFinal: isFinal)
        }
    }

    /// On the channel's event loop, once TLS is set up.
    private static func findings(of channel: any Channel) -> Findings {
        var findings = Findings()
        findings.address = channel.remoteAddress?.ipAddress
        let tls = try? channel.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self)
        switch tls?.tlsVersion {
        case .tlsv12?: findings.tlsVersion = "TLS 1.2"
        case .tlsv13?: findings.tlsVersion = "TLS 1.3"
        default: break
        }
        findings.certificateEnds = tls?.peerCertificate.map { Int($0.notValidAfter) }
        return findings
    }

    private static func seconds(_ text: String) -> Int? {
        let format = try? StrptimeFormat(dateFormat)
        var date = text
        return date.withUTF8 { format?.wallClock(UnsafeRawBufferPointer($0)) }.map { Int($0.seconds) }
    }
}
