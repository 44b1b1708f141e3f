internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// One request on its way: what of its body has left, and what has come back.
///
/// Lives on one event loop, on which the HTTP library writes the body, is told that it has been written, and reads the
/// answer, so that it is known in which order these happened. An answer is early if it begins before the system has
/// taken the last byte of the body and the peer's system has acknowledged it: the server cannot have counted what it
/// had not received.
final class RequestExchange: HTTPClientResponseDelegate {
    struct Answer: Sendable {
        var head: HTTPResponseHead
        var body: [UInt8] = []
        var isEarly: Bool
    }

    /// Ends an exchange whose answer will not be read to its end; the connection goes with it.
    enum Ending: Error {
        /// An answer that came before the whole request had been sent, as far as it is known: a success, or a refusal
        /// whose end is not reported because the request has none.
        case early(Answer)
        case tooLong(HTTPResponseHead)
    }

    private struct State {
        var isWritten = false
        var answer: Answer?
        /// Completed once the system has taken the whole body, and in any case: the library waits for it.
        var isSent: EventLoopPromise<Void>?
    }

    /// A longer answer is not read: no answer of the service to 2000 events comes near.
    static let largestAnswer = 1 << 20
    /// The end of an early refusal comes within this time, or is not waited for.
    private static let restOfEarlyAnswer = TimeAmount.seconds(1)

    private let bytes: ByteBuffer
    private let begun = Atomic(false)
    private let state: NIOLoopBoundBox<State>

    init(_ body: [UInt8], on loop: any EventLoop) {
        bytes = ByteBuffer(bytes: body)
        state = .makeBoxSendingValue(State(), eventLoop: loop)
    }

    /// Whether any of the body was handed over: before that, the server can hold nothing.
    var hasBegun: Bool { begun.load(ordering: .sequentiallyConsistent) }

    /// The HTTP library asks for it once it has a connection and has written the request's head. It is not told that
    /// the body has ended before the system has all of it, so that the library has the same notion of an early answer:
    /// it reads a refusal to its end and then closes the connection, on which half a request was sent.
    func body(on loop: any EventLoop) -> HTTPClient.Body {
        .stream(contentLength: Int64(bytes.readableBytes)) { writer in
            self.begun.store(true, ordering: .sequentiallyConsistent)
            let isSent = loop.makePromise(of: Void.self)
            self.state.value.isSent = isSent
            _ = writer.write(.byteBuffer(self.bytes))
            return isSent.futureResult
        }
    }

    /// The body is one part: the system has taken all of it.
    func didSendRequestPart(task: HTTPClient.Task<Answer>, _ part: IOData) {
        state.value.isWritten = true
        endBody(.success(()))
    }

    func didReceiveHead(task: HTTPClient.Task<Answer>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        let isWritten = state.value.isWritten
        let answer = Answer(head: head, isEarly: !isWritten || EarlyAnswerHandler.isMarked(head))
        if answer.isEarly, head.status.code < 300 { return task.eventLoop.makeFailedFuture(Ending.early(answer)) }
        state.value.answer = answer
        if !isWritten {
            task.eventLoop.assumeIsolated().scheduleTask(in: Self.restOfEarlyAnswer) {
                guard let answer = self.state.value.answer else { return }
                self.endBody(.failure(Ending.early(answer)))
            }
        }
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
        endBody(.success(()))
        return answer
    }

    func didReceiveError(task: HTTPClient.Task<Answer>, _ error: any Error) {
        // In all other states the request has not begun.
        if task.eventLoop.inEventLoop { endBody(.failure(error)) }
    }

    /// Only the first time counts.
    private func endBody(_ result: Result<Void, any Error>) {
        let isSent = state.value.isSent
        state.value.isSent = nil
        isSent?.completeWith(result)
    }
}
