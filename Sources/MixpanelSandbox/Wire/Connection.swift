internal import NIOCore
internal import NIOHTTP1

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// One client's connection: hands whole requests to the requestHandler and plays its responses, byte by byte where
/// asked.
final class Connection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer
    typealias RequestParser = ByteToMessageHandler<HTTPRequestDecoder>

    private enum Phase {
        case receiving
        /// An answer waits for its time.
        case pausing
        case writing
        /// Nothing is read or written any more.
        case dead
    }

    private let number: Int
    private let server: SandboxServer
    private let fault: ConnectionFault?
    private let line: Bandwidth?
    private var phase = Phase.receiving
    private var request: IncomingRequest?
    private var requestCount = 0
    private var response: Response?
    /// The answer came before the request's end; what is left of the body is read and dropped.
    private var dropsRest = false
    private var isInWrite = false
    private var parser: RequestParser
    /// The request that is coming is the last that its parser reads.
    private var endsParser = false
    /// Pipelined parts that came while an answer was under way.
    private var backlog = CircularBuffer<HTTPServerRequestPart>()

    private var requestHandler: RequestHandler { server.requestHandler }

    init(
        _ number: Int,
        of server: SandboxServer,
        _ parser: RequestParser,
        _ fault: ConnectionFault?,
        _ line: Bandwidth?
    ) {
        self.parser = parser
        self.number = number
        self.server = server
        self.fault = fault
        self.line = line
    }

    func channelActive(context: ChannelHandlerContext) {
        switch fault {
        case .reset: end(.reset, context)
        case .refuse(let time):
            server.refuseConnections(for: TimeAmount(time))
            end(.reset, context)
        case .close: end(.close, context)
        case .hang: phase = .dead
        case .read, nil: break
        }
        read(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if phase == .dead { return }
        if case .head(let head) = part { endsParser = head.endsParser }
        if case .end = part, endsParser { replaceParser(context) }
        if dropsRest {
            guard case .end = part else { return }
            dropsRest = false
            if phase == .receiving { proceed(context) }
        } else if phase == .receiving {
            take(part, context)
        } else {
            backlog.append(part)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        guard let line else { return read(context) }
        context.eventLoop.assumeIsolated().scheduleTask(deadline: line.takeTurn()) { self.read(context) }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, phase == .writing, !isInWrite { write(context) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let request { requestHandler.clientLeft(request) }
        request = nil
        response = nil
        phase = .dead
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is HTTPParserError, phase != .dead {
            let answer = SandboxResponse.refused("the request is not HTTP").wire(closing: true)
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: answer.bytes)), promise: nil)
        }
        end(.closeOrderly, context)
    }

    static func makeParser() -> RequestParser {
        RequestParser(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes))
    }

    /// After a request for an upgrade NIO's parser takes what follows for the other protocol. The sandbox ignores the
    /// request, so what follows is HTTP, for a new parser.
    private func replaceParser(_ context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        let next = Self.makeParser()
        do {
            try pipeline.addHandler(next, position: .before(self))
        } catch {
            return end(.closeOrderly, context)
        }
        pipeline.removeHandler(parser, promise: nil)
        parser = next
    }

    private func read(_ context: ChannelHandlerContext) {
        if phase == .receiving || phase != .dead && dropsRest { context.read() }
    }

    private func take(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        switch part {
        case .head(let head):
            requestCount += 1
            request = requestHandler.receive(head, connection: number, requestsOnConnection: requestCount)
            if !playDueFault(context), head.headers[canonicalForm: "expect"].contains("100-continue") {
                let goOn = ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")
                context.writeAndFlush(wrapOutboundOut(goOn), promise: nil)
            }
        case .body(var bytes):
            request?.append(&bytes)
            _ = playDueFault(context)
        case .end:
            guard let request else { return }
            // A body can end before it reaches the length that the fault waits for.
            let response =
                request.earlyFault.map { requestHandler.answerEarly(request, $0) } ?? requestHandler.answer(request)
            start(response, context)
        }
    }

    private func playDueFault(_ context: ChannelHandlerContext) -> Bool {
        guard let request, let fault = request.dueFault else { return false }
        dropsRest = fault.ending == .orderly
        start(requestHandler.answerEarly(request, fault), context)
        return true
    }

    private func start(_ response: Response, _ context: ChannelHandlerContext) {
        self.response = response
        if response.delay == .zero {
            phase = .writing
            write(context)
        } else {
            pause(for: response.delay, context)
        }
    }

    private func pause(for time: TimeAmount, _ context: ChannelHandlerContext) {
        phase = .pausing
        context.eventLoop.assumeIsolated().scheduleTask(in: time) {
            guard self.phase == .pausing else { return }
            self.phase = .writing
            self.write(context)
        }
    }

    /// Writes what the client takes; goes on when it takes more, when the trickle's interval is over, or, to let other
    /// connections live, after a while.
    private func write(_ context: ChannelHandlerContext) {
        isInWrite = true
        defer { isInWrite = false }
        for _ in 0..<16 {
            guard phase == .writing, context.channel.isWritable else { return }
            guard let chunk = response?.next() else { return finish(context) }
            context.writeAndFlush(wrapOutboundOut(chunk), promise: nil)
            if let response, let trickle = response.trickle, !response.isExhausted {
                return pause(for: TimeAmount(trickle.interval), context)
            }
        }
        pause(for: .zero, context)
    }

    /// All is written, though perhaps not sent.
    private func finish(_ context: ChannelHandlerContext) {
        guard let request, let response else { return }
        if !response.isSilent { requestHandler.answered(response, to: request) }
        if !response.isSilent || response.ending != .hang { self.request = nil }
        self.response = nil
        if response.ending == .keep {
            phase = .receiving
            if !dropsRest { proceed(context) }
            return
        }
        phase = .dead
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).assumeIsolated().whenComplete { _ in
            self.end(response.ending, context)
        }
    }

    private func proceed(_ context: ChannelHandlerContext) {
        while phase == .receiving, !dropsRest, let part = backlog.popFirst() { take(part, context) }
        read(context)
    }

    private func end(_ ending: Response.Ending, _ context: ChannelHandlerContext) {
        phase = .dead
        switch ending {
        case .keep, .hang: break
        case .closeOrderly: context.close(promise: nil)
        case .close: context.channel.closeSilently()
        case .reset:
            let socket = context.channel as? any SocketOptionProvider
            _ = socket?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            context.channel.closeSilently()
        }
    }
}

extension HTTPRequestHead {
    fileprivate var endsParser: Bool {
        let wishes = headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
        return method == .CONNECT || wishes && headers.contains(name: "upgrade")
    }
}
