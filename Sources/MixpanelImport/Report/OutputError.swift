public import SystemPackage

/// Why a file cannot be what it should be.
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
