/// What is known of the input's lines before they are read: nothing, for a first run.
package struct Checkpoint: Sendable {
    package enum Choice: Equatable {
        case take
        case leave
        case refuse(ReportMismatch)
    }

    package init() {}

    /// The numbering of a batch without lines.
    var noNumbers: LineNumbers { .consecutive(from: 1) }

    mutating func choice(for line: UnsafeRawBufferPointer, line number: Int) -> Choice { .take }
    mutating func choice(forLongLine number: Int) -> Choice { .take }
    func mismatch(atEndOfInput lines: Int) -> ReportMismatch? { nil }
}
