internal import NIOCore
internal import NIOHTTP1

extension Channel {
    /// Adds handlers between the HTTP decoder and the HTTP library; the last one sees an answer first. On the channel's
    /// event loop.
    func addAnswerHandlers(_ handlers: any ChannelHandler...) -> EventLoopFuture<Void> {
        eventLoop.makeCompletedFuture {
            let pipeline = self.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
            for handler in handlers { try pipeline.addHandler(handler, position: .after(decoder)) }
        }
    }
}
