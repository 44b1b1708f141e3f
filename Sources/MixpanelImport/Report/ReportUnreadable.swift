public import SystemPackage

/// Why a report cannot be read.
public struct ReportUnreadable: Error, Equatable {
    /// The path as given.
    public var path: FilePath
    /// The reason of the system.
    public var error: Errno
}

extension ReportUnreadable: CustomStringConvertible {
    /// A sentence without a full stop.
    public var description: String { "\(path.text) cannot be read: \(error.description)" }
}
