public import SystemPackage

/// Why a report cannot be read.
public struct ReportUnreadable: Error, Equatable {
    public var path: FilePath
    public var error: Errno
}
