internal import NIOCore

/// A line that carries no more than so many bytes a second, for all its connections together: small reads with pauses
/// between them.
final class Bandwidth {
    private let bytes: Int
    private let pause: TimeAmount
    private var freeAt = NIODeadline.now()

    init(bytesPerSecond: Int) {
        // NIO's buffers have a power of two.
        var bytes = 1
        while bytes * 20 <= bytesPerSecond { bytes *= 2 }
        self.bytes = bytes
        pause = TimeAmount(.seconds(1) * bytes / max(bytesPerSecond, 1))
    }

    /// Leaves little room in the kernel, so that the client feels it.
    func join(_ channel: any Channel) throws {
        guard let options = channel.syncOptions else { return }
        try options.setOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: bytes))
        try options.setOption(.maxMessagesPerRead, value: 1)
        try options.setOption(.socketOption(.so_rcvbuf), value: .init(max(4_096, 2 * bytes)))
    }

    /// When the connection that has just read may read again.
    func takeTurn() -> NIODeadline {
        freeAt = max(freeAt, .now()) + pause
        return freeAt
    }
}
