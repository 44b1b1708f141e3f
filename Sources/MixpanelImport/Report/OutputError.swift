public import SystemPackage

/// Why a file cannot be what it should be.
@nonexhaustive
public enum OutputError: Error, Equatable {
    /// It is there already, and `ExistingFilePolicy.refuse` was asked for.
    case exists(FilePath)
    /// Another run writes to it.
    case locked(FilePath)
    /// A symbolic link, through which no report is written.
    case symlink(FilePath)
    /// A directory, a device or a pipe.
    case notAFile(FilePath)
    /// Two of the files are the same.
    case sameFile(FilePath)
    /// It is the file that is imported.
    case isTheInput(FilePath)
    /// It is the report that is replayed.
    case isReplayed(FilePath)
    /// It cannot be created or opened, for this reason of the system.
    case cannotCreate(FilePath, Errno)
    /// It was opened, but cannot be written to, for this reason of the system.
    case cannotWrite(FilePath, Errno)
    /// It no longer holds what this run wrote, and nothing else.
    case changed(FilePath, FileChange)
}

extension OutputError: CustomStringConvertible {
    /// A sentence without a full stop.
    public var description: String {
        switch self {
        case .cannotCreate(let path, _) where path.isEmpty, .notAFile(let path) where path.isEmpty:
            "the name of a file is empty"
        case .exists(let path): "\(path.text) exists"
        case .locked(let path): "\(path.text) is in use by another run"
        case .symlink(let path): "\(path.text) is a symbolic link; reports are never written through one"
        case .sameFile(let path): "\(path.text): report, rejects, pending and summary are four files"
        case .notAFile(let path): "\(path.text) is not a file"
        case .isTheInput(let path): "\(path.text) is the input itself"
        case .isReplayed(let path): "\(path.text) is the report that is replayed"
        case .cannotCreate(let path, let error): "\(path.text) cannot be created: \(error.description)"
        case .cannotWrite(let path, let error): "\(path.text) cannot be written: \(error.description)"
        case .changed(let path, let change): change.sentence(path)
        }
    }
}
