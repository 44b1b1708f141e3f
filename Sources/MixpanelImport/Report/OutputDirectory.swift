internal import SystemPackage

/// A directory that files were made in.
enum OutputDirectory {
    /// Returns once the names in it are on disk.
    static func sync(_ path: FilePath) throws(OutputError) {
        do throws(Errno) {
            let descriptor = try throwingErrno {
                try FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec])
            }
            defer { try? descriptor.close() }
            try descriptor.sync()
        } catch {
            switch error {
            // Who may make files here need not be allowed to list them; and not all file systems sync directories.
            case .permissionDenied, .invalidArgument, .readOnlyFileSystem: return
            // Others have moved it, which is said elsewhere.
            case .noSuchFileOrDirectory, .notDirectory: return
            default: throw .cannotWrite(path, error)
            }
        }
    }
}
