import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Standard output for what may be long: bytes as they are, as fast as they are read, however slow that is. A reader
/// that has gone has read enough.
final class StandardOutput {
    private static let bufferBytes = 1 << 16

    private var buffer: [UInt8] = []
    private(set) var readerHasGone = false

    func write(_ text: String) throws(Failure) {
        buffer += text.utf8
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        buffer += bytes
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    func flush() throws(Failure) {
        defer { buffer.removeAll(keepingCapacity: true) }
        var offset = 0
        while offset < buffer.count, !readerHasGone {
            let count = buffer.withUnsafeBytes {
                systemWrite(STDOUT_FILENO, $0.baseAddress! + offset, $0.count - offset)
            }
            if count >= 0 {
                offset += count
                continue
            }
            switch errno {
            case EINTR: break
            case EAGAIN:
                var wait = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wait, 1, -1)
            case EPIPE: readerHasGone = true
            default: throw Failure("standard output: \(Errno(rawValue: errno).description)", .inputOutput)
            }
        }
    }
}
