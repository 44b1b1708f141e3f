internal import NIOCore
internal import NIOPosix

/// A local stand-in for the service's `/import`: as strict as the documentation says, and it misbehaves where told to.
public enum Sandbox {
    /// Runs a sandbox while `body` runs: it listens before `body` begins, and all connections are closed when this
    /// returns.
    ///
    /// - Throws: What `body` throws; ``CannotListen``; an error of SwiftNIO for a host that has no such address or for
    ///   a certificate that cannot be read.
    public nonisolated(nonsending) static func withServer<Result>(
        _ configuration: SandboxConfiguration = SandboxConfiguration(),
        _ body: nonisolated(nonsending) (RunningSandbox) async throws -> Result
    ) async throws -> Result {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let tls = try configuration.tls?.context()
        let server = try await eventLoop.flatSubmit {
            SandboxServer.start(configuration, tls, on: eventLoop)
        }.get()
        let running = try await RunningSandbox(server, scheme: tls == nil ? "http" : "https", host: configuration.host)
        let result: Result
        do {
            result = try await body(running)
        } catch {
            try await stop(server)
            throw error
        }
        try await stop(server)
        return result
    }

    private nonisolated(nonsending) static func stop(_ server: NIOLoopBound<SandboxServer>) async throws {
        try await server.eventLoop.flatSubmit { server.value.stop() }.get()
    }
}
