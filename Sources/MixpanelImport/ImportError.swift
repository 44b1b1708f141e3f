public import SystemPackage

/// What is wrong before anything is sent.
@nonexhaustive
public enum ImportError: Error, Equatable, Sendable {
    /// A value of `ImportOptions` is out of its range; `rule` says what it takes.
    case invalidOption(name: String, rule: String)
    /// The input cannot be read.
    case input(InputError)
    /// A file cannot be what it should be.
    case output(OutputError)
    /// The report to replay cannot be opened.
    case unreadableReport(path: FilePath, Errno)
    /// The system refuses what the importer needs, such as descriptors.
    case system(Errno)

    /// `nil` for an error of none of these kinds.
    init?(_ error: any Error) {
        switch error {
        case let error as ImportError: self = error
        case let error as InputError: self = .input(error)
        case let error as OutputError: self = .output(error)
        case let error as ReportUnreadable: self = .unreadableReport(path: error.path, error.error)
        case let error as Errno: self = .system(error)
        default: return nil
        }
    }
}

extension ImportError: CustomStringConvertible {
    /// A sentence without a full stop.
    public var description: String {
        switch self {
        case .invalidOption(let name, let rule): "\(name) takes \(rule)"
        case .input(let error): error.description
        case .output(let error): error.description
        case .unreadableReport(let path, let error): ReportUnreadable(path: path, error: error).description
        case .system(let error): "the system refuses what an import needs: \(error.description)"
        }
    }
}
