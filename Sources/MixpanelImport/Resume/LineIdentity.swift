/// The id under which a line is sent, as the rows of a report have it.
package struct LineIdentity: Sendable {
    /// nil where the line is no event, or its id is no text. The line has its `\n`.
    package var id: @Sendable (_ line: UnsafeRawBufferPointer, _ number: Int) -> String?
    /// Whether the line is left out, as its row says.
    package var isSkipped: @Sendable (_ line: UnsafeRawBufferPointer) -> Bool
    /// An event's own id stands in the bytes of its line, so that it can be searched for there. Not so where a mapping
    /// makes the event.
    package var isInLine: Bool

    package init(
        isInLine: Bool,
        isSkipped: @escaping @Sendable (UnsafeRawBufferPointer) -> Bool,
        id: @escaping @Sendable (UnsafeRawBufferPointer, Int) -> String?
    ) {
        self.isInLine = isInLine
        self.isSkipped = isSkipped
        self.id = id
    }
}
