package import SystemPackage

/// What others did to a file while a run was writing it.
@nonexhaustive
public enum FileChange: Sendable, Equatable {
    /// The path leads nowhere: the file was deleted, or renamed and has all that was written.
    case moved
    /// The path leads to another file.
    case replaced
    /// It is shorter than what was written, as after `> file` or logrotate's `copytruncate`.
    case cut
    /// It has bytes that this run did not write.
    case extended

    package func sentence(_ path: FilePath) -> String {
        switch self {
        case .moved: "\(path.text) was moved or deleted during the run"
        case .replaced: "\(path.text) was replaced by another file during the run"
        case .cut: "\(path.text) was cut by another program during the run: what stood there is lost"
        case .extended: "\(path.text) was written to by another program during the run"
        }
    }
}
