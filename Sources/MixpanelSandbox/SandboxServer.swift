internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL

/// The listening socket and the open connections. Lives on one event loop, like everything it owns.
final class SandboxServer {
    let requestHandler: RequestHandler
    private(set) var port: Int
    private(set) var connectionCount = 0
    private var connections: [Int: any Channel] = [:]
    /// By their bytes a second.
    private var slowLines: [Int: Bandwidth] = [:]
    private var listener: (any Channel)?
    private var isStopped = false
    private let host: String
    private let tls: NIOSSLContext?
    private let eventLoop: any EventLoop

    static func start(
        _ configuration: SandboxConfiguration,
        _ tls: NIOSSLContext?,
        on eventLoop: any EventLoop
    ) -> EventLoopFuture<NIOLoopBound<SandboxServer>> {
        let server = NIOLoopBound(SandboxServer(configuration, tls, on: eventLoop), eventLoop: eventLoop)
        return server.value.listen().map { server }
    }

    private init(_ configuration: SandboxConfiguration, _ tls: NIOSSLContext?, on eventLoop: any EventLoop) {
        self.requestHandler = RequestHandler(configuration)
        self.host = configuration.host
        self.port = configuration.port
        self.tls = tls
        self.eventLoop = eventLoop
    }

    /// Refuses connections for a while; the open ones stay.
    func refuseConnections(for time: TimeAmount) {
        guard let listener else { return }
        self.listener = nil
        listener.close(promise: nil)
        listenAgain(in: time)
    }

    func stop() -> EventLoopFuture<Void> {
        isStopped = true
        let channels = Array(connections.values) + (listener.map { [$0] } ?? [])
        for channel in channels { channel.closeSilently() }
        return .andAllComplete(channels.map(\.closeFuture), on: eventLoop)
    }

    private func listen() -> EventLoopFuture<Void> {
        let server = NIOLoopBound(self, eventLoop: eventLoop)
        return ServerBootstrap(group: eventLoop)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 262_144))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try server.value.accept(channel) }
            }
            .bind(host: host, port: port)
            .flatMapErrorThrowing { [port] error in
                throw (error as? IOError).map { CannotListen(port: port, reason: $0.errnoCode) as any Error } ?? error
            }
            .map { channel in
                server.value.listener = channel
                server.value.port = channel.localAddress?.port ?? server.value.port
            }
    }

    /// The port may be busy for a moment: something else may have borrowed it.
    private func listenAgain(in time: TimeAmount) {
        eventLoop.assumeIsolated().scheduleTask(in: time) {
            guard !self.isStopped else { return }
            self.listen().assumeIsolated().whenComplete { result in
                switch result {
                case .success: if self.isStopped { self.listener?.close(promise: nil) }
                case .failure: self.listenAgain(in: .milliseconds(10))
                }
            }
        }
    }

    private func accept(_ channel: any Channel) throws {
        connectionCount += 1
        let number = connectionCount
        connections[number] = channel
        channel.closeFuture.assumeIsolated().whenComplete { _ in self.connections[number] = nil }
        let fault = requestHandler.connectionFault(number)
        let line = fault.flatMap { bandwidth($0) }
        try line?.join(channel)
        let pipeline = channel.pipeline.syncOperations
        if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
        let parser = Connection.makeParser()
        try pipeline.addHandler(parser)
        try pipeline.addHandler(Connection(number, of: self, parser, fault, line))
    }

    private func bandwidth(_ fault: ConnectionFault) -> Bandwidth? {
        guard case .read(let bytesPerSecond) = fault else { return nil }
        let line = slowLines[bytesPerSecond] ?? Bandwidth(bytesPerSecond: bytesPerSecond)
        slowLines[bytesPerSecond] = line
        return line
    }
}
