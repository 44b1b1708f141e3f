internal import NIOCore
internal import Synchronization

/// The body of one request, which knows whether any of it was asked for: before that, the server can hold nothing.
final class RequestBody: AsyncSequence, Sendable {
    private let bytes: ByteBuffer
    private let begun = Atomic(false)

    init(_ bytes: [UInt8]) {
        self.bytes = ByteBuffer(bytes: bytes)
    }

    var count: Int { bytes.readableBytes }
    var hasBegun: Bool { begun.load(ordering: .sequentiallyConsistent) }

    /// The HTTP library asks once it has a connection and has written the request's head.
    func makeAsyncIterator() -> Iterator { Iterator(body: self) }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate let body: RequestBody
        private var isOver = false

        fileprivate init(body: RequestBody) {
            self.body = body
        }

        mutating func next() -> ByteBuffer? {
            guard !isOver else { return nil }
            isOver = true
            body.begun.store(true, ordering: .sequentiallyConsistent)
            return body.bytes
        }
    }
}
