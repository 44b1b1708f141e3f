import Gzip
import NIOCore
import NIOHTTP1
import NIOPosix

/// A server that does little: inflates a request, counts its lines, and says that it took them.
enum CountingServer {
    static func start() async throws -> (port: Int, channel: any Channel) {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(CountingHandler())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return (channel.localAddress?.port ?? 0, channel)
    }
}

private final class CountingHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private var body = ByteBuffer()

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: body.clear()
        case .body(var part): body.writeBuffer(&part)
        case .end: answer(context)
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        let text = #"{"code":200,"num_records_imported":\#(lines()),"status":"OK"}"#
        let headers: HTTPHeaders = ["Content-Type": "application/json", "Content-Length": "\(text.utf8.count)"]
        context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: .ok, headers: headers))), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    private func lines() -> Int {
        var inflater = GzipInflater()
        var lines = 0
        var last: UInt8 = 0x0A
        let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { output.deallocate() }
        body.withUnsafeReadableBytes { bytes in
            var rest = bytes
            while let step = try? inflater.inflate(rest, into: output), step.produced > 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[step.consumed...])
                let part = output[..<step.produced]
                lines += part.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
                last = part.last ?? last
            }
        }
        return last == 0x0A ? lines : lines + 1
    }
}
