internal import Synchronization
internal import SystemPackage

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Writes to a descriptor that somebody reads, such as standard output. A slow reader is waited for, until the run
/// cannot wait any longer.
final class DescriptorWriter: Sendable {
    /// POSIX promises that a pipe that is ready takes this much without blocking.
    private static let pipeBuffer = 4096
    /// What a device gets at a time.
    private static let devicePart = 1 << 16
    /// In milliseconds, how often a writer that waits looks whether it still may.
    private static let look: CInt = 100
    /// A reader that takes nothing for so long is not waited for once patience is over.
    private static let lastPatience = Duration.seconds(1)

    let descriptor: FileDescriptor
    /// The same pipe, opened once more so that no write blocks. To make the pipe itself so would change it for all who
    /// have it.
    private let unblocked: FileDescriptor?
    /// Most bytes of one write.
    private let part: Int
    private let isPatienceOver = Atomic(false)

    /// The descriptor stays open.
    init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
        let type = try? Stat(descriptor).type
        unblocked = type == .fifo ? descriptor.reopenedWithoutBlocking() : nil
        if type == .regular || unblocked != nil {
            part = .max
        } else {
            part = type == .characterSpecial && !descriptor.isTerminal ? Self.devicePart : Self.pipeBuffer
        }
    }

    deinit {
        try? unblocked?.close()
    }

    /// May be called while another thread writes.
    func endPatience() {
        isPatienceOver.store(true, ordering: .relaxed)
    }

    /// All of the bytes; throws `timedOut` where the reader is not waited for any longer.
    func write(_ bytes: UnsafeRawBufferPointer) throws(Errno) {
        var rest = bytes
        while !rest.isEmpty {
            try waitForReader()
            let next = UnsafeRawBufferPointer(rebasing: rest.prefix(part))
            do throws(Errno) {
                let count = try throwingErrno { try (unblocked ?? descriptor).write(next) }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            } catch .resourceTemporarilyUnavailable {
                continue
            }
        }
    }

    private func waitForReader() throws(Errno) {
        guard !descriptor.isWritable(within: 0) else { return }
        let start = ContinuousClock.now
        while !descriptor.isWritable(within: Self.look) {
            let mayWait = !isPatienceOver.load(ordering: .relaxed) || .now - start < Self.lastPatience
            guard mayWait else { throw .timedOut }
        }
    }
}
