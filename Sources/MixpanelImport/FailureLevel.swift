/// What makes a run, or a gate over reports, fail: each level forgives more than the one before it.
///
/// A level forgives verdicts, never a run that did not reach the end of its input: success always says that every line
/// has its final row.
public enum FailureLevel: String, Sendable, CaseIterable {
    /// A line that is not imported.
    case rejected
    /// A line that is worth sending again.
    case pending
    /// Nothing but a run that stopped early.
    case stop

    /// How lines with these counts ended.
    ///
    /// - Parameters:
    ///   - counts: Of all lines of the report, or of several.
    ///   - isFinal: The input was read to its end, and no row has the reason `stopped`.
    public func ending(of counts: LineCounts, isFinal: Bool) -> ImportEnding {
        if !counts.isBalanced { return .unbalanced }
        if !isFinal || counts.pending > 0 && self != .stop { return .pending }
        return counts.rejected > 0 && self == .rejected ? .rejected : .success
    }
}

extension ImportResult {
    /// How the run ended, once what `level` forgives is taken out of it.
    public func ending(failingOn level: FailureLevel) -> ImportEnding {
        // Lines that the run did not come to are pending at every level.
        let ending = ending(pending: level == .stop && !reasons.hasStopped ? 0 : counts.pending)
        // A run that had as many rejected lines as it may have is stopped by them, also on its last line.
        let isForgiven = ending == .rejected && level != .rejected && stopCause != .tooManyRejects
        return isForgiven ? .success : ending
    }
}
