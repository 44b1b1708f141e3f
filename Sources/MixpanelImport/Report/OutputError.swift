public import SystemPackage

/// Why a file cannot be what it should be.
@nonexhaustive
public enum OutputError: Error, Equatable {
    case exists(FilePath)
    case locked(FilePath)
    case symlink(FilePath)
    case notAFile(FilePath)
    /// Two of the files are the same.
    case sameFile(FilePath)
    /// It is the file that is imported.
    case isTheInput(FilePath)
    /// It is the report that is replayed.
    case isReplayed(FilePath)
    case cannotCreate(FilePath, Errno)
    case cannotWrite(FilePath, Errno)
    /// It no longer holds what this run wrote, and nothing else.
    case changed(FilePath, FileChange)
}

extension OutputError: CustomStringConvertible {
    public var description: String {
        switch self {
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
