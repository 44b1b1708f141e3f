/// What the input yields next.
package enum InputStep: Sendable {
    case batch(Batch)
    /// A part of a line that is longer than a line may be; it never stands in memory as a whole.
    case longLine(LongLinePart)
    /// The input belongs to the report of an earlier run, and the lines of the rows that stay have been passed over.
    case resumed(ResumePoint)
    /// Said once, before the first line.
    case hasByteOrderMark
    /// Said once: the report that a replay picks from ends at this line, the input goes on.
    case reportEnds(line: Int)
    /// Said once: the input stopped within this line, and its first bytes cannot be read again.
    case cutLine(number: Int, bytes: Int)
    case end(InputEnd)

    var isFailure: Bool {
        if case .end(.failed) = self { true } else { false }
    }
}

package struct LongLinePart: Sendable {
    package enum Position: Sendable, Equatable {
        case first
        case middle
        /// The whole line had this many bytes.
        case last(lineBytes: Int)
        /// The input stopped within the line: it counts as not read.
        case abandoned
    }

    package var number: Int
    /// Bytes as read, without the `\n`.
    package var bytes: [UInt8]
    package var position: Position
}

package enum InputEnd: Sendable, Equatable {
    case complete(lines: Int)
    case stopped(lines: Int)
    case failed(InputError, lines: Int)

    var lines: Int {
        switch self {
        case .complete(let lines), .stopped(let lines), .failed(_, let lines): lines
        }
    }

    func with(lines: Int) -> InputEnd {
        switch self {
        case .complete: .complete(lines: lines)
        case .stopped: .stopped(lines: lines)
        case .failed(let error, _): .failed(error, lines: lines)
        }
    }
}
