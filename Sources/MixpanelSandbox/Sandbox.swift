internal import NIOCore
internal import NIOPosix

/// A local stand-in for the service's `/import`, strict and scriptable.
package enum Sandbox {
    /// Listens before `body` begins; all connections are gone when this returns.
    package nonisolated(nonsending) static func withServer<Result>(
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

/// The port is taken, or the system does not let the process have it.
package struct CannotListen: Error {
    /// As in errno(3).
    package var reason: Int32
}
