internal import SystemPackage

/// Input lines byte for byte, for looking at (rejects) or for piping back in (pending).
///
/// The file is created with its first line, but whether it can be is known before anything is sent.
struct RawLines {
    let path: FilePath
    private var file: OutputFile?
    /// The file to be replaced, locked so that no other run writes to it.
    private var old: OutputFile?
    private var buffer: [UInt8] = []

    init(_ path: FilePath, existing: ExistingFilePolicy) throws(OutputError) {
        self.path = path
        guard path.lastComponent?.kind == .regular else { throw .notAFile(path) }
        if try Self.isThere(path) {
            let opened = try OutputFile(path, existing: existing)
            if case .resume = existing { file = opened } else { old = opened }
        }
        if file == nil, old?.isRegular != false { try Self.checkDirectory(of: path) }
    }

    private static func isThere(_ path: FilePath) throws(OutputError) -> Bool {
        do throws(Errno) {
            _ = try Stat(path, followTargetSymlink: false)
            return true
        } catch .noSuchFileOrDirectory {
            return false
        } catch {
            throw .cannotCreate(path, error)
        }
    }

    /// A file can be made there, and the one to be replaced can be removed.
    private static func checkDirectory(of path: FilePath) throws(OutputError) {
        do throws(Errno) {
            try path.directory.checkWritableDirectory()
        } catch {
            throw .cannotCreate(path, error)
        }
    }

    func isRegularFile(_ identity: FileIdentity) -> Bool { (file ?? old)?.isRegularFile(identity) == true }

    /// Called once all files are known to be writable, and the input to be readable.
    mutating func removeOld() throws(OutputError) {
        guard let old = old.take(), old.isRegular else { return }
        do throws(Errno) {
            try path.unlink()
        } catch {
            throw .cannotCreate(path, error)
        }
    }

    /// A line and its `\n`; in the file after the next `flush`.
    mutating func append(_ line: ArraySlice<UInt8>) {
        buffer.append(contentsOf: line)
    }

    mutating func flush() throws(OutputError) {
        guard !buffer.isEmpty else { return }
        let bytes = buffer
        buffer.removeAll(keepingCapacity: true)
        try write(bytes)
    }

    private mutating func write(_ bytes: [UInt8]) throws(OutputError) {
        if let file { return try file.append(bytes) }
        let file = try OutputFile(path, existing: .refuse)
        self.file = file
        try file.append(bytes)
    }

    func sync() throws(OutputError) {
        try file?.sync()
    }

    /// Where the next line begins.
    var size: Int64 { file?.size ?? 0 }

    /// Truncates the lines whose rows are truncated when an earlier run is resumed.
    mutating func resume(at size: Int64) throws(OutputError) {
        try file?.cut(to: size)
        try file?.restrict()
    }

    /// Takes back lines that get no row. They stay if others have changed the file: its end may not be ours.
    mutating func takeBack(to size: Int64) throws(OutputError) {
        buffer.removeAll(keepingCapacity: true)
        guard let file, file.size > size else { return }
        do throws(OutputError) {
            try file.cut(to: size)
        } catch .changed {
            return
        }
    }

    /// Removes the file if it has no lines.
    mutating func discardIfNew() {
        guard let file, file.isNew, file.size == 0 else { return }
        file.discardIfNew()
        self.file = nil
    }

    /// What an earlier run left here; nil for a device.
    func earlier() throws(OutputError) -> sending RawLinesMatcher? {
        guard let file else { return RawLinesMatcher(path: path.text, nil, size: 0) }
        return file.isRegular ? try file.rawLines() : nil
    }

    var written: WrittenFile { WrittenFile(path, file) }
}

extension Batch {
    /// The line, with its `\n`, as it stands in a file of raw lines. What the format found fault with has not been
    /// taken apart, whatever it looks like.
    func rawLine(_ index: Int, _ form: ExplodedLineForm?) -> ArraySlice<UInt8> {
        let line = bytes[range(ofLine: index)]
        guard let form, faults[index] == nil else { return line }
        return line.withUnsafeBytes { form.bytes(of: $0) }?[...] ?? line
    }
}
