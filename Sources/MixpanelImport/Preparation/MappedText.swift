/// What a mapping made of the lines of a batch: the text to send in their place, or their verdicts.
struct MappedText {
    /// A line that became an event.
    struct Part {
        var line: Int
        /// In `text`.
        var range: Range<Int>
        /// Where in its line the text stands, if it is a part of the line; nil where it was built anew.
        var offsetInLine: Int?
    }

    /// One event after the other, each with its `\n`.
    private(set) var text: [UInt8] = []
    private(set) var parts: [Part] = []
    private(set) var verdicts: LineVerdicts
    private(set) var counts = MappingCounts()

    init(_ batch: Batch, _ mapping: EventMapping, _ preparation: Preparation) {
        verdicts = LineVerdicts(lines: batch.count)
        text.reserveCapacity(batch.bytes.count)
        parts.reserveCapacity(batch.count)
        var scratch = MappingScratch()
        batch.bytes.withUnsafeBytes { bytes in
            for line in 0..<batch.count {
                let range = batch.range(ofLine: line)
                let content = UnsafeRawBufferPointer(rebasing: bytes[range.lowerBound..<(range.upperBound - 1)])
                do throws(LineFault) {
                    if !batch.faults.isEmpty, let verdict = batch.faults[line] { throw LineFault(verdict) }
                    try preparation.checkLength(content)
                    try add(line, content, mapping.transform(content, into: &text, scratch: &scratch))
                } catch {
                    verdicts.set(error.verdict, ofLine: line)
                }
            }
        }
        counts = scratch.counts
    }

    private mutating func add(
        _ line: Int,
        _ content: UnsafeRawBufferPointer,
        _ mapped: MappedLine
    ) throws(LineFault) {
        let start = parts.last.map { $0.range.upperBound + 1 } ?? 0
        switch mapped {
        case .unchanged(let range):
            text.append(contentsOf: content[range])
            parts.append(Part(line: line, range: start..<text.count, offsetInLine: range.lowerBound))
            text.append(0x0A)
        case .written:
            parts.append(Part(line: line, range: start..<text.count))
            text.append(0x0A)
        case .blank: verdicts.set(.blank, ofLine: line)
        case .skipped(let reason): verdicts.set(Verdict(.skipped, .skipped(reason)), ofLine: line)
        case .rejected(let fault): throw LineFault(fault, in: content)
        }
    }
}
