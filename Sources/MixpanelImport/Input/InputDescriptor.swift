package import SystemPackage

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

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
        if let error = Self.obstacle(descriptor, status) { throw .unreadable(error) }
        isRegularFile = kind == S_IFREG
        if kind == S_IFIFO {
            // A larger pipe means fewer wake-ups of the producer; where the system says no, the pipe works as it is.
            _ = fcntl(descriptor.rawValue, Self.setPipeSize, CInt(1 << 20))
        }
    }

    /// Devices of Linux that never end, and whose bytes are no text: /dev/zero, full, random and urandom.
    private static let endlessDevices: [dev_t] = [5, 7, 8, 9].map { 1 << 8 | $0 }
    /// `O_PATH` of open(2), a Linux extension that the module of the C library leaves out.
    private static let pathOnly: CInt = 0o10000000

    /// Why nothing can come from the descriptor, as far as can be known before a read that might wait for ever.
    private static func obstacle(_ descriptor: FileDescriptor, _ status: stat) -> Errno? {
        let flags = fcntl(descriptor.rawValue, F_GETFL)
        guard flags & O_ACCMODE != O_WRONLY, flags & pathOnly == 0 else { return .badFileDescriptor }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return .isDirectory
        // An eventfd or an epoll instance is no file and has no type.
        case 0: return .invalidArgument
        case S_IFCHR: return endlessDevices.contains(status.st_rdev) ? .invalidArgument : nil
        case S_IFSOCK: return isConnected(descriptor) ? nil : .socketNotConnected
        default: return nil
        }
    }

    /// Whether something has come, or may come. A socket that listens, or is not connected yet, never yields anything.
    private static func isConnected(_ socket: FileDescriptor) -> Bool {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout.size(ofValue: address))
        let result = withUnsafeMutableBytes(of: &address) { bytes in
            getpeername(socket.rawValue, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress!, &length)
        }
        guard result != 0 else { return true }
        // A peer that has left may have left bytes.
        var byte: UInt8 = 0
        return recv(socket.rawValue, &byte, 1, CInt(MSG_PEEK | MSG_DONTWAIT)) >= 0
    }

    /// Calls of `WakeUp.wake` that no `read` has told of yet.
    var wakeUps: Int { wakeUp.unheard }

    /// One `read`, once there is something to read; a stop wins over bytes, bytes over the deadline. `woken` is said
    /// once for each call of `WakeUp.wake`.
    package func read(
        into buffer: UnsafeMutableRawBufferPointer,
        until deadline: ContinuousClock.Instant?
    ) throws(InputError) -> ReadResult {
        while true {
            if let result = try wait(until: deadline) { return result }
            let count = systemRead(descriptor.rawValue, buffer.baseAddress, buffer.count)
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

// Inside the type its own method of that name would be meant.
private func systemRead(_ descriptor: CInt, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
