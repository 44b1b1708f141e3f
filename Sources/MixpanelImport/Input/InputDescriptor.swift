internal import Glibc
package import SystemPackage

/// Blocking reads from a descriptor that a stop and a deadline can interrupt.
///
/// Waits in `poll` on the input and on a wake-up descriptor. Runs on the input's own thread only.
package struct InputDescriptor {
    package enum ReadResult: Equatable {
        case bytes(Int)
        case end
        case deadline
        case woken
    }

    /// `F_SETPIPE_SZ` of fcntl(2), a Linux extension that the module of the C library leaves out.
    private static let setPipeSize: CInt = 1031

    private let descriptor: FileDescriptor
    private let wakeUp: WakeUp
    /// `poll` says nothing useful about a regular file; its reads do not wait for a producer either.
    package let isRegularFile: Bool

    package init(_ descriptor: FileDescriptor, wakeUp: WakeUp) throws(InputError) {
        self.descriptor = descriptor
        self.wakeUp = wakeUp
        var status = stat()
        guard fstat(descriptor.rawValue, &status) == 0 else { throw .unreadable(Errno(rawValue: errno)) }
        let kind = status.st_mode & S_IFMT
        guard kind != S_IFDIR else { throw .unreadable(.isDirectory) }
        let access = fcntl(descriptor.rawValue, F_GETFL) & O_ACCMODE
        guard access != O_WRONLY else { throw .unreadable(.badFileDescriptor) }
        isRegularFile = kind == S_IFREG
        if kind == S_IFIFO {
            // A larger pipe means fewer wake-ups of the producer; where the system says no, the pipe works as it is.
            _ = fcntl(descriptor.rawValue, Self.setPipeSize, CInt(1 << 20))
        }
    }

    /// One `read`, once there is something to read; a stop wins over bytes, bytes over the deadline. `woken` is said once
    /// for each call of `WakeUp.wake`.
    package func read(
        into buffer: UnsafeMutableRawBufferPointer,
        until deadline: ContinuousClock.Instant?
    ) throws(InputError) -> ReadResult {
        while true {
            if let result = try wait(until: deadline) { return result }
            let count = Glibc.read(descriptor.rawValue, buffer.baseAddress, buffer.count)
            if count > 0 { return .bytes(count) }
            if count == 0 { return .end }
            let error = Errno(rawValue: errno)
            guard error == .interrupted || error == .resourceTemporarilyUnavailable else { throw .failed(error) }
        }
    }

    /// nil: the input can be read now.
    private func wait(until deadline: ContinuousClock.Instant?) throws(InputError) -> ReadResult? {
        while true {
            var waits = [
                pollfd(fd: wakeUp.descriptor.rawValue, events: Int16(POLLIN), revents: 0),
                pollfd(fd: descriptor.rawValue, events: Int16(POLLIN), revents: 0),
            ]
            let milliseconds = deadline.map { max(0, min(($0 - .now).milliseconds + 1, 3_600_000)) }
            let ready = poll(&waits, isRegularFile ? 1 : 2, isRegularFile ? 0 : CInt(milliseconds ?? -1))
            guard ready >= 0 else {
                guard errno == EINTR else { throw .failed(Errno(rawValue: errno)) }
                continue
            }
            if waits[0].revents != 0 {
                wakeUp.heard()
                return .woken
            }
            if isRegularFile { return nil }
            if waits[1].revents & Int16(POLLNVAL) != 0 { throw .unreadable(.badFileDescriptor) }
            if waits[1].revents != 0 { return nil }
            if let deadline, .now >= deadline { return .deadline }
        }
    }
}
