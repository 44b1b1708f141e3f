/// What happens to a file that is there already.
public enum ExistingFilePolicy: Sendable {
    /// The run does not begin.
    case refuse
    /// It is emptied when the run begins.
    case replace
    /// The run goes on where the report in it ends. A report that is not there yet is begun.
    case resume

    /// Where there is no report to resume, its companions are somebody else's.
    var forNewReport: ExistingFilePolicy {
        if case .replace = self { .replace } else { .refuse }
    }
}
