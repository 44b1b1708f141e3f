/// The fields of the record that is being read, without their quotes.
struct CSVRecord: Sendable {
    var content: [UInt8] = []
    /// Where each complete field ends in `content`; what follows the last one is the field being read.
    private(set) var ends: [Int] = []
    /// A quote has been seen in the record, so that it is not empty whatever its fields are.
    var hasQuotes = false
    /// Where the first carriage return outside quotes stands, counted as `bytes` counts.
    private(set) var carriageReturn: Int?

    var count: Int { ends.count }

    /// At most as many bytes as the line that it becomes may have.
    var bytes: Int { content.count + ends.count }

    /// No byte but a line break.
    var isEmpty: Bool { ends.count == 1 && content.isEmpty && !hasQuotes }

    func field(_ index: Int) -> ArraySlice<UInt8> {
        content[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    /// Text that is about to be added.
    mutating func noteCarriageReturn(in text: Slice<UnsafeRawBufferPointer>) {
        guard carriageReturn == nil, let offset = text.firstIndex(of: UInt8(ascii: "\r")) else { return }
        carriageReturn = bytes + offset - text.startIndex
    }

    mutating func endField() {
        ends.append(content.count)
    }

    mutating func removeAll() {
        content.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        hasQuotes = false
        carriageReturn = nil
    }
}
