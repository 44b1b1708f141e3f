internal import NIOCore
internal import NIOHTTP1

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Marks each answer that begins before the peer's system has acknowledged all that was sent to it.
///
/// The system takes megabytes that the server has not seen, so that a body can be out of this process and yet be
/// nowhere. TCP tells the difference: what carries the answer to a whole request also acknowledges the whole request.
final class EarlyAnswerHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    /// A server that sends this header itself only makes its own answer count for less.
    private static let mark = "mixport-early"

    static func isMarked(_ head: HTTPResponseHead) -> Bool { head.headers.contains(name: mark) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data), head.status.code >= 200,
            Self.hasUnacknowledged(context.channel)
        else { return context.fireChannelRead(data) }
        head.headers.add(name: Self.mark, value: "1")
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    /// False where the system does not say.
    private static func hasUnacknowledged(_ channel: any Channel) -> Bool {
        guard let socket = channel as? any SocketOptionProvider else { return false }
        let level = NIOBSDSocket.OptionLevel(rawValue: CInt(IPPROTO_TCP))
        let info: EventLoopFuture<TCPInfo> = socket.unsafeGetSocketOption(level: level, name: .init(rawValue: TCP_INFO))
        // Known at once on the channel's own loop.
        let answer = NIOLoopBoundBox(false, eventLoop: channel.eventLoop)
        info.assumeIsolated().whenSuccess {
            // With a reset the system drops what was not acknowledged, and counts it no more.
            answer.value = $0.unacknowledgedSegments > 0 || $0.unsentBytes > 0 || $0.isReset || $0.hasSentSinceAnswer
        }
        return answer.value
    }
}

/// The beginning of Linux's `struct tcp_info` (include/uapi/linux/tcp.h), which glibc's header has without
/// `unsentBytes`.
private struct TCPInfo {
    private let start: (UInt64, UInt64, UInt64)
    /// `tcpi_state`, the first byte: TCP_CLOSE. A server that only ends its side leaves CLOSE_WAIT.
    var isReset: Bool { withUnsafeBytes(of: start) { $0[0] == 7 } }
    /// A process that stood still may have sent the rest of a body while the answer was waiting to be read. By then all
    /// is acknowledged; the system's clock ticks (`tcpi_last_data_sent` and `tcpi_last_data_recv`, at bytes 44 and 52, how
    /// long ago that was) still tell which came last.
    var hasSentSinceAnswer: Bool {
        withUnsafeBytes(of: self) { info in
            info.load(fromByteOffset: 44, as: UInt32.self) < info.load(fromByteOffset: 52, as: UInt32.self)
        }
    }
    /// `tcpi_unacked`, at byte 24.
    let unacknowledgedSegments: UInt32
    private let middle1: UInt32
    private let middle2: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)
    private let middle3: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)
    /// `tcpi_notsent_bytes`, at byte 144.
    let unsentBytes: UInt32
    private let rest: UInt32
}
