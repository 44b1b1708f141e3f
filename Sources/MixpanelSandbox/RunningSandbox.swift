internal import NIOCore

/// A sandbox that serves: what it holds, what it saw, and how it misbehaves. Can be used from any task.
public struct RunningSandbox: Sendable {
    /// The port that it listens on, also where the configuration let the system choose.
    public let port: Int
    /// What an importer takes as its endpoint, such as `http://127.0.0.1:49152`: no slash at the end.
    public let url: String
    private let server: NIOLoopBound<SandboxServer>

    init(_ server: NIOLoopBound<SandboxServer>, scheme: String, host: String) async throws {
        self.server = server
        port = try await server.eventLoop.submit { server.value.port }.get()
        url = "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    /// What is stored at this moment.
    public var ledger: Ledger {
        get async throws { try await ask { $0.requestHandler.ledger } }
    }

    /// The latest requests, `/ledger` aside, in order of arrival; among them those that are not answered yet.
    public var requests: [RequestRecord] {
        get async throws { try await ask { $0.requestHandler.log.records } }
    }

    /// Connections that were accepted so far, those that a fault ended at once included.
    public var connectionCount: Int {
        get async throws { try await ask { $0.connectionCount } }
    }

    /// The bytes of all stored events in order of arrival; empty unless `SandboxConfiguration.keepEvents` is set.
    public var events: [[UInt8]] {
        get async throws { try await ask { $0.requestHandler.keptEvents.all } }
    }

    /// What `GET /export` gives, with this query.
    public func export(_ query: String = "") async throws -> [UInt8] {
        try await ask { server in
            guard var rows = try? server.requestHandler.export(RequestTarget("/export?" + query)) else { return [] }
            var text: [UInt8] = []
            while let more = rows.next(size: 65_536) { text += more }
            return text
        }
    }

    /// Replaces the faults. The new rules have not played yet; requests and connections are not numbered anew.
    public func play(_ rules: [FaultRule]) async throws {
        try await ask { $0.requestHandler.play(rules) }
    }

    /// Empties ledger, log and kept events.
    public func clear() async throws {
        try await ask { $0.requestHandler.clear() }
    }

    /// Closes the listening socket for a while; open connections stay.
    public func refuseConnections(for time: Duration) async throws {
        try await ask { $0.refuseConnections(for: TimeAmount(time)) }
    }

    private func ask<Reply: Sendable>(_ question: @escaping @Sendable (SandboxServer) -> Reply) async throws -> Reply {
        try await server.eventLoop.submit { question(server.value) }.get()
    }
}
