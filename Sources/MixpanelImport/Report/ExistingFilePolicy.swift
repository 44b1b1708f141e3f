/// What happens to a file that is there already.
public enum ExistingFilePolicy: Sendable {
    case refuse
    case replace
    case resume

    /// Where there is no report to resume, its companions are somebody else's.
    var forNewReport: ExistingFilePolicy {
        if case .replace = self { .replace } else { .refuse }
    }
}
