/// The exit codes that scripts rely on.
enum ExitStatus: Int32, CaseIterable {
    case success = 0
    case usage = 64
    case rejected = 65
    case input = 66
    case unbalanced = 70
    case system = 71
    case cannotCreate = 73
    case inputOutput = 74
    case pending = 75
    case protocolError = 76
    case credentials = 77
    case configuration = 78

    /// For `--help`.
    var meaning: String {
        switch self {
        case .success: "every line that is not blank or skipped is imported; the report is complete"
        case .usage: "unknown option or bad value; nothing was sent"
        case .rejected: "finished, but lines were rejected: look at the rejects file"
        case .input: "standard input is closed, broken or of another length than expected"
        case .unbalanced: "the counts do not balance: please report this as a bug"
        case .system: "the system refuses what the program needs; nothing was sent"
        case .cannotCreate: "a file exists, is locked or cannot be created; nothing was sent"
        case .inputOutput: "reading the input or writing a file failed: resume"
        case .pending: "lines are undelivered or unknown: the same command later, with --resume"
        case .protocolError: "answers made no sense, or TLS or a redirect was refused: look at URL and network, resume"
        case .credentials: "401 or 403: fix the credentials, resume"
        case .configuration: "bad secret file or configuration, or another input on --resume; nothing was sent"
        }
    }
}
