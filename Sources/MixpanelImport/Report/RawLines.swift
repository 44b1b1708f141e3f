internal import Glibc
internal import SystemPackage

/// Input lines byte for byte, for looking at (rejects) or for piping back in (pending).
///
/// The file is created with its first line, but whether it can be is known before anything is sent.
struct RawLines {
    let path: String
    private var file: OutputFile?
    /// To be replaced; nobody else writes it meanwhile.
    private var old: OutputFile?
    private var buffer: [UInt8] = []

    init(_ path: String, existing: ExistingFilePolicy) throws(OutputError) {
        self.path = path
        guard !path.isEmpty, !path.hasSuffix("/") else { throw .notAFile(path) }
        var status = stat()
        guard lstat(path, &status) == 0 else {
            guard errno == ENOENT else { throw .cannotCreate(path, Errno(rawValue: errno)) }
            let folder = FilePath(path).removingLastComponent().string
            guard access(folder.isEmpty ? "." : folder, W_OK | X_OK) == 0 else {
                throw .cannotCreate(path, Errno(rawValue: errno))
            }
            return
        }
        let old = try OutputFile(path, existing: existing)
        if case .resume = existing { file = old } else { self.old = old }
    }

    /// Now that all files are known to be writable.
    mutating func removeOld() throws(OutputError) {
        guard let old = old.take(), old.isRegular else { return }
        guard unlink(path) == 0 else { throw .cannotCreate(path, Errno(rawValue: errno)) }
    }

    /// Whether there is a file with lines in it.
    var isEmpty: Bool { (file?.size ?? 0) == 0 }

    /// A line and its `\n`; on disk after the next `flush`.
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

    /// Where a line that comes in parts begins.
    var size: Int64 { file?.size ?? 0 }

    mutating func cut(to size: Int64) throws(OutputError) {
        buffer.removeAll(keepingCapacity: true)
        try file?.cut(to: size)
    }

    /// The file is there only for lines.
    mutating func discardIfNew() {
        guard let file, file.isNew, file.size == 0 else { return }
        file.discardIfNew()
        self.file = nil
    }

    /// What an earlier run left here; nil for what keeps nothing.
    func earlier() throws(OutputError) -> sending RawLinesMatcher? {
        guard let file else { return RawLinesMatcher(path: path, nil, size: 0) }
        return file.isRegular ? try file.rawLines() : nil
    }
}
