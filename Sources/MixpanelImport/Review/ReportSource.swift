package import SystemPackage

/// Where the rows of a report are read from.
package enum ReportSource: Sendable, Equatable {
    case file(FilePath)
    case standardInput

    /// For messages.
    package var name: String {
        switch self {
        case .file(let path): path.text
        case .standardInput: "standard input"
        }
    }
}
