internal import NIOCore

/// How a connection reads no more than so many bytes a second: small reads with pauses between them.
struct ReadPace {
    let pause: TimeAmount
    private let bytes: Int

    init(bytesPerSecond: Int) {
        // NIO's buffers have a power of two.
        var bytes = 1
        while bytes * 20 <= bytesPerSecond { bytes *= 2 }
        self.bytes = bytes
        pause = TimeAmount(.seconds(1) * bytes / max(bytesPerSecond, 1))
    }

    /// Leaves little room in the kernel, so that the client feels it.
    func apply(to channel: any Channel) throws {
        guard let options = channel.syncOptions else { return }
        try options.setOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: bytes))
        try options.setOption(.maxMessagesPerRead, value: 1)
        try options.setOption(.socketOption(.so_rcvbuf), value: 4_096)
    }
}
