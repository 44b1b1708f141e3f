import Glibc
import MixpanelImport

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
        case .success: "every line that is not blank is imported; the report is complete"
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

/// How the process ends.
enum Ending: Equatable {
    case exit(ExitStatus)
    case signal(Int32)

    /// A pure function of the counts and of what the run met, in the documented order of precedence.
    init(_ result: ImportResult, _ arguments: RunArguments, outputFailed: Bool = false) {
        self =
            if !result.counts.isBalanced || arguments.replay == nil && result.hasLinesWithoutRow {
                .exit(.unbalanced)
            } else if case .mismatch(.unreadable) = result.inputError {
                .exit(.inputOutput)
            } else if case .mismatch(.otherRawLines) = result.inputError {
                .exit(.cannotCreate)
            } else if case .mismatch = result.inputError {
                .exit(.configuration)
            } else if outputFailed || result.outputError != nil || result.isReadError {
                .exit(.inputOutput)
            } else if case .signal(let signal) = result.stopCause {
                .signal(signal)
            } else {
                .exit(Self.status(result, expectedLines: arguments.input.expectLines))
            }
    }

    private static func status(_ result: ImportResult, expectedLines: Int?) -> ExitStatus {
        switch result.stopCause {
        case .credentials: return .credentials
        case .notTheService, .untrusted, .senselessAnswers: return .protocolError
        case .tooManyRejects where !result.hasSenselessAnswers: return .rejected
        default: break
        }
        if result.counts.pending > 0 { return result.hasSenselessAnswers ? .protocolError : .pending }
        // What was still under way when patience ended may have finished the work.
        if result.stopCause != nil, !result.isComplete { return .pending }
        if result.inputError == .utf16 { return .rejected }
        if result.inputError != nil { return .input }
        if let expectedLines, expectedLines != result.linesRead { return .input }
        return result.counts.rejected > 0 ? .rejected : .success
    }

    /// Dies by the signal, so that a shell or a supervisor sees what stopped the program.
    func end() -> Never {
        switch self {
        case .exit(let status): Glibc.exit(status.rawValue)
        case .signal(let number):
            Glibc.signal(number, SIG_DFL)
            // The signal source has it blocked in every thread.
            var signals = sigset_t()
            sigemptyset(&signals)
            sigaddset(&signals, number)
            pthread_sigmask(SIG_UNBLOCK, &signals, nil)
            raise(number)
            Glibc.exit(128 + number)
        }
    }

    /// What a shell shows.
    var code: Int32 {
        switch self {
        case .exit(let status): status.rawValue
        case .signal(let number): 128 + number
        }
    }
}

extension ImportResult {
    /// Lines were read that the report does not have, though nothing kept them from it.
    fileprivate var hasLinesWithoutRow: Bool {
        if case .mismatch = inputError { return false }
        return outputError == nil && linesRead > counts.lines
    }

    fileprivate var hasSenselessAnswers: Bool { reasons.byFrequency.contains { $0.reason.isSenseless } }

    fileprivate var isReadError: Bool {
        if case .failed = inputError { true } else { false }
    }
}
