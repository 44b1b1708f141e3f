internal import NIOCore
internal import NIOHTTP1

/// The answer's status is none that HTTP has.
struct InvalidStatus: Error {
    let code: UInt
}

/// Ends a connection at an answer whose status is below 100.
///
/// The HTTP library takes whatever is below 200 for the beginning of an answer, after which another head has to come,
/// and traps at the body or the end that follow. For its parser only 100 to 199 are such beginnings.
final class AnswerStatusHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    private var hasFailed = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if hasFailed { return }
        guard case .head(let head) = unwrapInboundIn(data), head.status.code < 100 else {
            return context.fireChannelRead(data)
        }
        hasFailed = true
        context.fireErrorCaught(InvalidStatus(code: head.status.code))
        context.close(promise: nil)
    }
}
