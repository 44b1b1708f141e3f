import Glibc
import MixpanelImport

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
        case .notTheService, .untrusted, .unexpectedResponses: return .protocolError
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

    fileprivate var hasSenselessAnswers: Bool { reasons.byFrequency.contains { $0.reason.isProtocolViolation } }

    fileprivate var isReadError: Bool {
        if case .failed = inputError { true } else { false }
    }
}
