public import SystemPackage

/// Why a report cannot be read.
public struct ReportUnreadable: Error, Equatable {
    public var path: FilePath
    public var error: Errno
}

extension ReportUnreadable: CustomStringConvertible {
    public var description: String { "\(path.text) cannot be read: \(error.description)" }
}
