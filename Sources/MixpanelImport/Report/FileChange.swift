/// What others did to a file while a run was writing it.
public enum FileChange: Sendable, Equatable {
    /// The path leads nowhere: the file was renamed, and has all that was written, or deleted.
    case moved
    /// The path leads to another file.
    case replaced
    /// It is shorter than what was written, as after `> file` or logrotate's `copytruncate`.
    case cut
    /// It has bytes that this run did not write.
    case extended
}
