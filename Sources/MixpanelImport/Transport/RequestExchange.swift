internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// One request on its way: what of its body has left, and what has come back.
///
/// Lives on one event loop, on which the HTTP library writes the body, is told that it has been written, and reads the
/// answer, so that it is known in which order these happened. An answer is early that begins before the system has taken
/// the last byte of the body and the peer's system has acknowledged it: what the server had not been given, it cannot
/// have counted.
final class RequestExchange: HTTPClientResponseDelegate {
    struct Answer: Sendable {
        var head: HTTPResponseHead
        var body: [UInt8] = []
        var isEarly: Bool
    }

    /// Ends an exchange whose answer will not be read to its end; the connection goes with it.
    enum Ending: Error {
        /// A success that was said before the whole request had been sent.
        case early(HTTPResponseHead)
        case tooLong(HTTPResponseHead)
    }

    private struct State {
        var isWritten = false
        var answer: Answer?
    }

    /// A longer answer is not read: no answer of the service to 2000 events comes near.
    static let largestAnswer = 1 << 20

    private let bytes: ByteBuffer
    private let begun = Atomic(false)
    private let state: NIOLoopBoundBox<State>

    init(_ body: [UInt8], on loop: any EventLoop) {
        bytes = ByteBuffer(bytes: body)
        state = .makeBoxSendingValue(State(), eventLoop: loop)
    }

    /// Whether any of the body was handed over: before that, the server can hold nothing.
    var hasBegun: Bool { begun.load(ordering: .sequentiallyConsistent) }

    /// The HTTP library asks for it once it has a connection and has written the request's head.
    var body: HTTPClient.Body {
        .stream(contentLength: Int64(bytes.readableBytes)) { writer in
            self.begun.store(true, ordering: .sequentiallyConsistent)
            return writer.write(.byteBuffer(self.bytes))
        }
    }

    /// The body is one part: the system has taken all of it.
    func didSendRequestPart(task: HTTPClient.Task<Answer>, _ part: IOData) {
        state.value.isWritten = true
    }

    func didReceiveHead(task: HTTPClient.Task<Answer>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        let isEarly = !state.value.isWritten || EarlyAnswerHandler.isMarked(head)
        if isEarly, head.status.code < 300 { return task.eventLoop.makeFailedFuture(Ending.early(head)) }
        state.value.answer = Answer(head: head, isEarly: isEarly)
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Answer>, _ part: ByteBuffer) -> EventLoopFuture<Void> {
        guard var answer = state.value.answer else { preconditionFailure("a body without a head") }
        guard answer.body.count + part.readableBytes <= Self.largestAnswer else {
            return task.eventLoop.makeFailedFuture(Ending.tooLong(answer.head))
        }
        state.value.answer = nil
        answer.body.append(contentsOf: part.readableBytesView)
        state.value.answer = answer
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<Answer>) throws -> Answer {
        guard let answer = state.value.answer else { preconditionFailure("an end without a head") }
        return answer
    }
}
