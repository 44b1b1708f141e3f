internal import SystemPackage

/// A file that only this run writes: never reached through a symlink, mode 0600, locked, opened for appending.
///
/// The lock is advisory. Other programs can still truncate the file, write to it or replace it. It is not truncated any
/// more then, because the bytes at its end may not be those of this run.
final class OutputFile {
    let path: FilePath
    private let descriptor: FileDescriptor
    private let identity: FileIdentity
    /// For what is no file of this run's: bytes go there, and whoever reads them keeps them.
    private let writer: DescriptorWriter?
    private let type: FileType
    /// False for a device, and for a stream, whatever it leads to.
    var isRegular: Bool { type == .regular && writer == nil }
    var isStream: Bool { writer != nil }
    /// Made by this run.
    let isNew: Bool
    /// Bytes in the file as far as this run knows, where it is one.
    private(set) var size: Int64 = 0

    /// Opens an existing file, without changing it, if `existing` allows that; throws otherwise.
    init(_ path: FilePath, existing: ExistingFilePolicy) throws(OutputError) {
        self.path = path
        (descriptor, isNew) = try Self.open(path, existing)
        do throws(OutputError) {
            let status = try Self.claim(descriptor, path)
            identity = FileIdentity(status)
            type = status.type
            writer = nil
            if isRegular { size = status.size }
            if isNew { try restrict() }
        } catch {
            // An empty report would keep the next run from beginning.
            if isNew { try? path.unlink() }
            try? descriptor.close()
            throw error
        }
    }

    /// A stream, under a name for people.
    init(_ name: FilePath, to writer: DescriptorWriter) throws(OutputError) {
        path = name
        isNew = false
        self.writer = writer
        do throws(Errno) {
            descriptor = try writer.descriptor.duplicateForThisProcess()
            let status = try Stat(descriptor)
            (identity, type) = (FileIdentity(status), status.type)
            guard try descriptor.canBeWritten() else { throw .badFileDescriptor }
        } catch {
            throw .cannotCreate(name, error)
        }
    }

    deinit {
        try? descriptor.close()
    }

    private static func open(
        _ path: FilePath,
        _ existing: ExistingFilePolicy
    ) throws(OutputError) -> (FileDescriptor, isNew: Bool) {
        // `open` resolves the name once more, and says what is wrong with it.
        let type = try? Stat(path, followTargetSymlink: false).type
        switch type {
        case nil, .characterSpecial?: break
        case .symbolicLink?: throw .symlink(path)
        case .regular?: if case .refuse = existing { throw .exists(path) }
        default: throw .notAFile(path)
        }
        var options: FileDescriptor.OpenOptions = [.append, .noFollow, .closeOnExec, .noControllingTerminal]
        if type == nil { options.formUnion([.create, .exclusiveCreate]) }
        do throws(Errno) {
            let descriptor = try throwingErrno {
                try FileDescriptor.open(path, .readWrite, options: options, permissions: .ownerReadWrite)
            }
            return (descriptor, isNew: type == nil)
        } catch .tooManySymbolicLinkLevels {
            throw .symlink(path)
        } catch .fileExists {
            throw .exists(path)
        } catch {
            throw .cannotCreate(path, error)
        }
    }

    /// What the file is, now that no other run may write it.
    private static func claim(_ descriptor: FileDescriptor, _ path: FilePath) throws(OutputError) -> Stat {
        do throws(Errno) {
            // Several programs may write to a device.
            let status = try Stat(descriptor)
            guard status.type == .regular else { return status }
            try descriptor.lock()
            // Another run may have written until now.
            return try Stat(descriptor)
        } catch .wouldBlock {
            throw .locked(path)
        } catch {
            throw .cannotCreate(path, error)
        }
    }

    /// For the owner only, whatever the umask or an earlier run has made of it.
    func restrict() throws(OutputError) {
        guard isRegular else { return }
        do throws(Errno) {
            try descriptor.setPermissions(.ownerReadWrite)
        } catch {
            throw .cannotCreate(path, error)
        }
    }

    /// Appends all of the bytes, however many calls that takes.
    func append(_ bytes: [UInt8]) throws(OutputError) {
        do throws(Errno) {
            try bytes.span.bytes.withUnsafeBytes { (bytes) throws(Errno) in try append(bytes) }
        } catch {
            throw .cannotWrite(path, error)
        }
    }

    private func append(_ bytes: UnsafeRawBufferPointer) throws(Errno) {
        if let writer {
            try writer.write(bytes)
            size += Int64(bytes.count)
            return
        }
        var rest = bytes
        while !rest.isEmpty {
            do throws(Errno) {
                let count = try throwingErrno { try descriptor.write(rest) }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                size += Int64(count)
            } catch .resourceTemporarilyUnavailable {
                descriptor.waitUntilWritable()
            }
        }
    }

    /// Truncates the file to `size` bytes, if it has exactly what this run wrote.
    func cut(to size: Int64) throws(OutputError) {
        guard isRegular else { return }
        if let change = changeOfSize { throw .changed(path, change) }
        try resize(to: size)
    }

    /// Whatever it holds is to be replaced.
    func empty() throws(OutputError) {
        if isRegular { try resize(to: 0) }
    }

    private func resize(to size: Int64) throws(OutputError) {
        do throws(Errno) {
            try throwingErrno { try descriptor.resize(to: size) }
        } catch {
            throw .cannotWrite(path, error)
        }
        self.size = size
    }

    /// What is written is on disk, also if the machine stops now; for a new file, once its directory is synced as well.
    func sync() throws(OutputError) {
        // What becomes of a stream is its reader's affair.
        if writer != nil { return }
        do throws(Errno) {
            try descriptor.sync()
        } catch {
            // A device that cannot sync has nothing to lose.
            if !isRegular, error == .invalidArgument || error == .readOnlyFileSystem { return }
            throw .cannotWrite(path, error)
        }
    }

    /// Reads the file from its start, independently of what is appended.
    func rows() throws(OutputError) -> sending RowReader { RowReader(try copy()) }

    /// The same for a file of raw lines.
    func rawLines() throws(OutputError) -> sending RawLinesMatcher {
        RawLinesMatcher(path: path.text, try copy(), size: size)
    }

    private func copy() throws(OutputError) -> FileDescriptor {
        do throws(Errno) {
            return try descriptor.duplicateForThisProcess()
        } catch {
            throw .cannotCreate(path, error)
        }
    }

    /// Removes a file that this run made, where nobody has written to it.
    func discardIfNew() {
        guard isNew, size == 0, change == nil else { return }
        // Where it cannot be removed it stays as it is: empty.
        try? path.unlink()
    }

    /// A device, such as a terminal, can be read and written at once.
    func isRegularFile(_ identity: FileIdentity) -> Bool { type == .regular && self.identity == identity }

    /// What others have done to the file so far. Bytes that they write over ours, in place, are not seen.
    var change: FileChange? {
        guard isRegular else { return nil }
        if let changeOfSize { return changeOfSize }
        guard let there = FileIdentity(path, followTargetSymlink: false) else { return .moved }
        return there == identity ? nil : .replaced
    }

    private var changeOfSize: FileChange? {
        // `fstat` fails for no descriptor that is open.
        guard let status = try? Stat(descriptor), status.size != size else { return nil }
        return status.size < size ? .cut : .extended
    }
}
