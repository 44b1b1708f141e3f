internal import Glibc
internal import SystemPackage

/// A file that only this run writes: never reached through a symlink, mode 0600, locked.
final class OutputFile {
    let path: String
    private let descriptor: FileDescriptor
    /// Made by this run.
    let isNew: Bool
    /// Bytes in the file, where it is one.
    private(set) var size: Int64

    /// Throws for anything that is in the way; an existing file is opened, not emptied, where `existing` allows it.
    init(_ path: String, existing: ExistingFilePolicy) throws(OutputError) {
        self.path = path
        (descriptor, isNew) = try Self.open(path, existing)
        do throws(OutputError) {
            size = try Self.secure(descriptor, path)
        } catch {
            _ = Glibc.close(descriptor.rawValue)
            throw error
        }
    }

    deinit {
        _ = Glibc.close(descriptor.rawValue)
    }

    private static func open(
        _ path: String,
        _ existing: ExistingFilePolicy
    ) throws(OutputError) -> (FileDescriptor, isNew: Bool) {
        let flags = O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY
        var status = stat()
        let isThere = lstat(path, &status) == 0
        if isThere {
            switch status.st_mode & S_IFMT {
            case S_IFLNK: throw .symlink(path)
            case S_IFREG: if case .refuse = existing { throw .exists(path) }
            case S_IFCHR: break
            default: throw .notAFile(path)
            }
        }
        let number = Glibc.open(path, isThere ? flags : flags | O_CREAT | O_EXCL, 0o600)
        guard number < 0 else { return (FileDescriptor(rawValue: number), isNew: !isThere) }
        switch errno {
        case ELOOP: throw .symlink(path)
        case EEXIST: throw .exists(path)
        default: throw .cannotCreate(path, Errno(rawValue: errno))
        }
    }

    /// The size of the file, now that nobody else may write it.
    private static func secure(_ descriptor: FileDescriptor, _ path: String) throws(OutputError) -> Int64 {
        var status = stat()
        guard fstat(descriptor.rawValue, &status) == 0 else { throw .cannotCreate(path, Errno(rawValue: errno)) }
        // A device is for all to write.
        guard status.st_mode & S_IFMT == S_IFREG else { return 0 }
        guard flock(descriptor.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw .cannotCreate(path, Errno(rawValue: errno)) }
            throw .locked(path)
        }
        // Another run may have written until now.
        guard fstat(descriptor.rawValue, &status) == 0 else { throw .cannotCreate(path, Errno(rawValue: errno)) }
        var input = stat()
        if fstat(STDIN_FILENO, &input) == 0, input.isSameFile(as: status) {
            throw .isTheInput(path)
        }
        guard fchmod(descriptor.rawValue, 0o600) == 0 else { throw .cannotCreate(path, Errno(rawValue: errno)) }
        return Int64(status.st_size)
    }

    /// Appends all of the bytes, however many calls that takes.
    func append(_ bytes: [UInt8]) throws(OutputError) {
        try bytes.span.bytes.withUnsafeBytes { (bytes) throws(OutputError) in try append(bytes) }
    }

    private func append(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(descriptor.rawValue, rest.baseAddress, rest.count)
            if count >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                size += Int64(count)
            } else if errno == EAGAIN {
                var wait = pollfd(fd: descriptor.rawValue, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wait, 1, 1000)
            } else if errno != EINTR {
                throw .cannotWrite(path, Errno(rawValue: errno))
            }
        }
    }

    /// Cuts the file to its first `size` bytes and goes on writing there.
    func cut(to size: Int64) throws(OutputError) {
        guard isRegular else { return }
        guard ftruncate(descriptor.rawValue, off_t(size)) == 0, lseek(descriptor.rawValue, off_t(size), SEEK_SET) >= 0
        else { throw .cannotWrite(path, Errno(rawValue: errno)) }
        self.size = size
    }

    /// On disk, also if the machine stops now. A device that cannot sync has nothing to lose.
    func sync() throws(OutputError) {
        while fsync(descriptor.rawValue) != 0 {
            switch errno {
            case EINTR: continue
            case EINVAL, EROFS: return
            default: throw .cannotWrite(path, Errno(rawValue: errno))
            }
        }
    }

    /// Reads the file from its start, independently of what is appended.
    func rows() throws(OutputError) -> sending RowReader { RowReader(try copy()) }

    /// The same for a file of raw lines.
    func rawLines() throws(OutputError) -> sending RawLinesMatcher {
        RawLinesMatcher(path: path, try copy(), size: size)
    }

    private func copy() throws(OutputError) -> FileDescriptor {
        let copy = fcntl(descriptor.rawValue, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw .cannotCreate(path, Errno(rawValue: errno)) }
        return FileDescriptor(rawValue: copy)
    }

    /// Removes an empty file that this run made.
    func discardIfNew() {
        if isNew, size == 0, isInPlace { unlink(path) }
    }

    /// Whether the path still leads to this file.
    var isInPlace: Bool {
        var here = stat()
        var there = stat()
        guard fstat(descriptor.rawValue, &here) == 0, lstat(path, &there) == 0 else { return false }
        return here.isSameFile(as: there)
    }

    var isRegular: Bool {
        var status = stat()
        return fstat(descriptor.rawValue, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}

extension stat {
    /// Whatever names lead there.
    func isSameFile(as other: stat) -> Bool { st_dev == other.st_dev && st_ino == other.st_ino }
}
