/// How far an earlier run came.
package struct ResumePoint: Sendable {
    package var counts = LineCounts()
    package var reasons = ReasonCounts()
    /// The line of the last row that stays.
    package var lastLine = 0
    /// Bytes of the report that stay, and of the files of raw lines.
    package var reportBytes: Int64 = 0
    package var rejectsBytes: Int64 = 0
    package var pendingBytes: Int64 = 0
    /// Where the next line begins in the rejects file, if it is a long one whose beginning is there already.
    package var longLineStart: Int64?
    /// Files that have lost raw lines of rows that stay.
    package var lost: [LostRawLines] = []
    /// Lines after that one that the earlier run may have sent all the same.
    package var mayBeHeld = PossiblyDelivered()

    /// A line that needs nothing more: it is imported, or valid in a validation.
    mutating func countDone(_ status: Verdict.Status, line: Int) {
        lastLine = line
        counts.count(status)
    }

    mutating func count(_ verdict: Verdict, line: Int) {
        lastLine = line
        counts.count(verdict.status, by: verdict.by)
        if verdict.reason != nil { reasons.count(verdict, line: line) }
    }
}

/// A file that does not have the raw lines of all rows, from this one on.
public struct LostRawLines: Sendable {
    /// The rejects or the pending file.
    public var path: String
    /// The first line whose raw text it does not have.
    public var line: Int
}
