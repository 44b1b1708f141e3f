/// What the loop wants written, one thing after the other.
enum Output: Sendable {
    /// The input is readable: the run begins.
    case begin
    /// The rows after this point are cut, with their raw lines.
    case resume(at: ResumePoint)
    /// A row for each line of the batch, the next ones in input order.
    case batch(JudgedBatch)
    /// A part of a line that is longer than the limit.
    case part(LongLinePart, limit: Int)
    /// Everything that was written is on disk afterwards.
    case sync

    var isPart: Bool {
        if case .part = self { true } else { false }
    }

    /// Comes before anything of this run is in the files.
    var preparesFiles: Bool {
        switch self {
        case .begin, .resume: true
        case .batch, .part, .sync: false
        }
    }
}

/// What has been written so far.
struct OutputState: Sendable {
    var counts = LineCounts()
    var reasons = ReasonCounts()
    /// Why an output could not be written; nothing after it was.
    var error: OutputError?
}
