internal import SystemPackage

/// The companion of a report that says how its run ended: there exactly when the run came to its end. It is written under
/// another name and renamed, so that nobody ever reads half of it.
struct SummaryFile {
    /// nil for a report that is no file, such as `/dev/null`: there is nothing beside it.
    private let path: FilePath?

    /// Throws for what is in the way. A file of that name is that of an earlier report.
    init(_ path: FilePath?) throws(OutputError) {
        self.path = path
        guard let path else { return }
        if let status = try? Stat(path, followTargetSymlink: false), status.type != .regular {
            throw status.type == .symbolicLink ? .symlink(path) : .notAFile(path)
        }
        do throws(Errno) {
            try path.directory.checkWritableDirectory()
        } catch {
            throw .cannotCreate(path, error)
        }
    }

    /// What an earlier run said is no longer so.
    func remove() throws(OutputError) {
        guard let path else { return }
        do throws(Errno) {
            try path.unlink()
        } catch .noSuchFileOrDirectory {
            return
        } catch {
            throw .cannotCreate(path, error)
        }
    }

    func write(_ object: [UInt8]) throws(OutputError) {
        guard let path else { return }
        let draft = FilePath(bytes: path.bytes + ".new".utf8)
        // What a run that was killed while it wrote has left.
        try? draft.unlink()
        let file = try OutputFile(draft, existing: .refuse)
        do throws(OutputError) {
            try file.append(object)
            try file.sync()
            do throws(Errno) {
                try draft.rename(to: path)
            } catch {
                throw .cannotCreate(path, error)
            }
        } catch {
            try? draft.unlink()
            throw error
        }
        try OutputDirectory.sync(path.directory)
    }
}
