/// A row while a report is read. Its bytes are valid until the next one.
package struct ReviewedLine {
    package let row: ReviewedRow
    package let bytes: UnsafeRawBufferPointer
    package let place: LinePlace
    /// Which of the parts of its file, from 1.
    package let partNumber: Int
    /// Which of the reasons, where it has one.
    package let group: Int?
    /// Which line of the rejects or of the pending file is this one's, from 0; nil where the row has it, or nothing has.
    package let rawIndex: Int?

    package func text(_ range: Range<Int>?) -> String? { row.text(range, in: bytes) }
}
