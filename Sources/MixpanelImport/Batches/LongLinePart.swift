/// A part of a line that is longer than a line may be.
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
