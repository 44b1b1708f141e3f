internal import SystemPackage

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The functions of swift-system throw `Errno` and nothing else, though most of their signatures do not say so.
func throwingErrno<Result>(_ body: () throws -> Result) throws(Errno) -> Result {
    do {
        return try body()
    } catch let error as Errno {
        throw error
    } catch {
        preconditionFailure("swift-system throws \(error)")
    }
}

/// No signals come as often as that: a file system that always says that a call was interrupted fails.
private let mostInterruptions = 1_000

/// Calls a C function that returns -1 and sets `errno` where it fails, again where a signal interrupts it.
@discardableResult
private func call(_ function: () -> CInt) throws(Errno) -> CInt {
    var interruptions = 0
    while true {
        let result = function()
        guard result < 0 else { return result }
        let error = Errno(rawValue: errno)
        interruptions += 1
        guard error == .interrupted, interruptions < mostInterruptions else { throw error }
    }
}

/// System calls that swift-system does not have.
extension FileDescriptor {
    /// A lock on the open file, which ends with its last descriptor. Throws `wouldBlock` where another has it.
    func lock() throws(Errno) {
        try call { flock(rawValue, LOCK_EX | LOCK_NB) }
    }

    func setPermissions(_ permissions: FilePermissions) throws(Errno) {
        try call { fchmod(rawValue, permissions.rawValue) }
    }

    /// Returns once the file is on disk.
    func sync() throws(Errno) {
        try call { fsync(rawValue) }
    }

    /// Unlike `duplicate()`, without a moment in which a process that starts could inherit the copy.
    func duplicateForThisProcess() throws(Errno) -> FileDescriptor {
        FileDescriptor(rawValue: try call { fcntl(rawValue, F_DUPFD_CLOEXEC, 0) })
    }

    func canBeWritten() throws(Errno) -> Bool {
        try call { fcntl(rawValue, F_GETFL) } & O_ACCMODE != O_RDONLY
    }

    /// Another way to the same pipe, whose writes take what there is room for and never wait. nil where there is none:
    /// without `/proc`, or where the pipe is another user's.
    func reopenedWithoutBlocking() -> FileDescriptor? {
        let path = FilePath("/proc/self/fd/\(rawValue)")
        let options: FileDescriptor.OpenOptions = [.nonBlocking, .closeOnExec, .noControllingTerminal]
        return try? FileDescriptor.open(path, .writeOnly, options: options)
    }

    var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Waits until the descriptor takes bytes again, but not for ever: `write` says what is wrong with it.
    func waitUntilWritable() {
        var wait = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wait, 1, 1000)
    }

    /// Whether a write takes bytes, or fails, without waiting; in milliseconds how long that may take to become true.
    func isWritable(within patience: CInt) -> Bool {
        var wait = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
        return poll(&wait, 1, patience) > 0
    }
}

extension FileDescriptor.OpenOptions {
    /// A terminal does not become the one that sends this process its signals.
    static var noControllingTerminal: Self { Self(rawValue: O_NOCTTY) }
}

extension FilePath {
    /// Where the name stands; `.` for a name alone.
    var directory: FilePath {
        let directory = removingLastComponent()
        return directory.isEmpty ? "." : directory
    }

    /// Removes the name.
    func unlink() throws(Errno) {
        try throwingErrno { try withPlatformString { path in _ = try call { systemUnlink(path) } } }
    }

    /// Gives the file another name, in place of what has it.
    func rename(to other: FilePath) throws(Errno) {
        try throwingErrno {
            try withPlatformString { old in
                try other.withPlatformString { new in _ = try call { systemRename(old, new) } }
            }
        }
    }

    /// Whether files in this directory can be made and removed.
    func checkWritableDirectory() throws(Errno) {
        try throwingErrno { try withPlatformString { path in _ = try call { access(path, W_OK | X_OK) } } }
    }
}

// Inside the type its own methods of these names would be meant.
private func systemUnlink(_ path: UnsafePointer<CChar>) -> CInt { unlink(path) }
private func systemRename(_ old: UnsafePointer<CChar>, _ new: UnsafePointer<CChar>) -> CInt { rename(old, new) }
