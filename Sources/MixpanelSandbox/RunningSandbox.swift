internal import NIOCore

/// A sandbox that serves, as seen from any task.
package struct RunningSandbox: Sendable {
    package let port: Int
    /// Base URL without a slash at the end.
    package let url: String
    private let server: NIOLoopBound<SandboxServer>

    init(_ server: NIOLoopBound<SandboxServer>, scheme: String, host: String) async throws {
        self.server = server
        port = try await server.eventLoop.submit { server.value.port }.get()
        url = "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    package var ledger: Ledger {
        get async throws { try await ask { $0.requestHandler.ledger } }
    }

    /// The latest requests, `/ledger` aside, in order of arrival; among them those that are not answered yet.
    package var requests: [RequestRecord] {
        get async throws { try await ask { $0.requestHandler.log.records } }
    }

    package var connectionCount: Int {
        get async throws { try await ask { $0.connectionCount } }
    }

    /// What `keepEvents` kept.
    package var events: [[UInt8]] {
        get async throws { try await ask { $0.requestHandler.keptEvents.all } }
    }

    /// What `GET /export` gives, with this query.
    package func export(_ query: String = "") async throws -> [UInt8] {
        try await ask { server in
            guard var rows = try? server.requestHandler.export(RequestTarget("/export?" + query)) else { return [] }
            var text: [UInt8] = []
            while let more = rows.next(size: 65_536) { text += more }
            return text
        }
    }

    /// Replaces the script; its rules start unplayed, request numbers go on.
    package func play(_ rules: [FaultRule]) async throws {
        try await ask { $0.requestHandler.play(rules) }
    }

    /// Empties ledger, log and kept events.
    package func clear() async throws {
        try await ask { $0.requestHandler.clear() }
    }

    /// Closes the listening socket for a while; open connections stay.
    package func refuseConnections(for time: Duration) async throws {
        try await ask { $0.refuseConnections(for: TimeAmount(time)) }
    }

    private func ask<Reply: Sendable>(_ question: @escaping @Sendable (SandboxServer) -> Reply) async throws -> Reply {
        try await server.eventLoop.submit { question(server.value) }.get()
    }
}
