public import SystemPackage

/// How a run ended. Of several things that happened the first one of this list counts.
@nonexhaustive
public enum ImportEnding: Sendable, Equatable {
    /// The counts do not add up: a bug of this library.
    case unbalanced
    /// The report to resume, or its raw lines, do not belong to the input.
    case mismatch(ReportMismatch)
    /// A file could not be written or synced.
    case outputFailed(OutputError)
    /// Reading the input failed.
    case readFailed(Errno)
    /// `StopHandle.stop()` was called.
    case requested
    /// The task was cancelled.
    case cancelled
    /// 401 or 403.
    case credentialsRefused(status: Int)
    /// Answers made no sense, or TLS or a redirect was refused.
    case unexpectedResponses
    /// Lines are undelivered or unknown, or were not read: the run gave up, or its deadline passed.
    case pending
    /// The input is not what it should be.
    case unusableInput(InputError)
    /// The input has another number of lines than `ImportOptions.expectedLines`.
    case otherLineCount(expected: Int, read: Int)
    /// Lines were rejected; every other one is imported.
    case rejected
    /// Every line that is not blank is imported, or valid.
    case success
}

extension ImportResult {
    /// How the run ended, a pure function of the counts and of what the run met.
    public var ending: ImportEnding { ending(pending: counts.pending) }

    /// The same where only so many of the lines that are pending count.
    func ending(pending: Int) -> ImportEnding {
        if !counts.isBalanced || hasLinesWithoutRow { return .unbalanced }
        if case .mismatch(let mismatch) = inputError { return .mismatch(mismatch) }
        if let outputError { return .outputFailed(outputError) }
        if case .failed(let error) = inputError { return .readFailed(error) }
        switch stopCause {
        case .requested: return .requested
        case .cancelled: return .cancelled
        case .credentials(let status): return .credentialsRefused(status: status)
        case .notTheService, .untrusted, .unexpectedResponses: return .unexpectedResponses
        case .tooManyRejects where !hasProtocolViolations: return .rejected
        default: break
        }
        if counts.pending > 0, hasProtocolViolations { return .unexpectedResponses }
        if pending > 0 { return .pending }
        // What was still in flight when patience ended may have finished the work.
        if stopCause != nil, !isComplete { return .pending }
        if let inputError { return .unusableInput(inputError) }
        if let expectedLines, expectedLines != linesRead, !reachedLineLimit {
            return .otherLineCount(expected: expectedLines, read: linesRead)
        }
        return counts.rejected > 0 ? .rejected : .success
    }

    /// Lines were read that have no row, though nothing kept them from it. A replay picks lines.
    private var hasLinesWithoutRow: Bool {
        if case .mismatch = inputError { return false }
        return !isReplay && outputError == nil && linesRead > counts.lines
    }

    private var hasProtocolViolations: Bool { reasons.byFrequency.contains { $0.reason.isProtocolViolation } }
}
