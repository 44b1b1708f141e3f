public import SystemPackage

/// Why a file cannot be what it should be.
public enum OutputError: Error, Equatable {
    case exists(FilePath)
    case locked(FilePath)
    case symlink(FilePath)
    case notAFile(FilePath)
    /// Two of the three files are the same.
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
