/// What the input yields next.
package enum InputStep: Sendable {
    case batch(Batch)
    /// A part of a line that is longer than a line may be; it never stands in memory as a whole.
    case longLine(LongLinePart)
    /// The input belongs to the report of an earlier run, and the lines of the rows that stay have been passed over.
    case resumed(ResumePoint)
    /// Comes once, before the first line.
    case hasByteOrderMark
    /// Comes once, before the first line, if the input is not one value a line.
    case isRead(as: InputFormat)
    /// Comes once: the report that a replay picks from ends at this line, and the input goes on.
    case reportEnds(line: Int)
    /// Comes once: reading stopped within this line of a pipe, whose first bytes cannot be read again.
    case cutLine(number: Int, bytes: Int)
    case end(InputEnd)

    var isFailure: Bool {
        if case .end(.failed) = self { true } else { false }
    }
}
