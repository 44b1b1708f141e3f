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
    /// In milliseconds, how often a writer that waits looks whether it still may.
    private static let look: CInt = 100
    /// A reader that takes nothing for so long is not waited for once patience is over.
    private static let lastPatience = Duration.seconds(1)

    let descriptor: FileDescriptor
    private let isPatienceOver = Atomic(false)

    /// The descriptor stays open.
    init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
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
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.pipeBuffer))
            do throws(Errno) {
                let count = try throwingErrno { try descriptor.write(part) }
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
