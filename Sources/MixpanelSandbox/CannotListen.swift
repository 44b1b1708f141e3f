internal import SystemPackage

/// The sandbox cannot listen on its port: another program does, or the system does not let the process have it.
public struct CannotListen: Error, Equatable {
    /// The port that was asked for.
    public var port: Int
    /// The error number of the system, as in errno(3).
    public var reason: Int32
}

extension CannotListen: CustomStringConvertible {
    /// A sentence without a full stop.
    public var description: String { "port \(port): \(Errno(rawValue: reason).description)" }
}
