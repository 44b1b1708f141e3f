public import SystemPackage

/// Why a file cannot be what it should be.
@nonexhaustive
public enum OutputError: Error, Equatable {
    case exists(String)
    case locked(String)
    case symlink(String)
    case notAFile(String)
    /// Two of the three files have the same name.
    case sameFile(String)
    /// It is the file that standard input reads.
    case isTheInput(String)
    /// It is the report that is replayed.
    case isReplayed(String)
    case cannotCreate(String, Errno)
    case cannotWrite(String, Errno)
}

extension OutputError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .exists(let path): "\(path) exists"
        case .locked(let path): "\(path) is in use by another run"
        case .symlink(let path): "\(path) is a symbolic link; reports are never written through one"
        case .sameFile(let path): "\(path): report, rejects and pending are three files"
        case .notAFile(let path): "\(path) is not a file"
        case .isTheInput(let path): "\(path) is the input itself"
        case .isReplayed(let path): "\(path) is the report that is replayed"
        case .cannotCreate(let path, let error): "\(path) cannot be created: \(error.description)"
        case .cannotWrite(let path, let error): "\(path) cannot be written: \(error.description)"
        }
    }
}
