/// What a mapping makes of the lines: the text to send in their place, one event after the other, or their verdicts.
extension PreparedBatch {
    mutating func prepareMappedLines(_ mapping: EventMapping, _ preparation: Preparation) {
        text.reserveCapacity(raw.bytes.count)
        var scratch = MappingScratch()
        forEachLine(preparation) { (batch, line, content, _) throws(LineFault) in
            try batch.prepare(line, content, mapping, &scratch, preparation)
        }
        mappingCounts = scratch.counts
    }

    private mutating func prepare(
        _ line: Int,
        _ content: UnsafeRawBufferPointer,
        _ mapping: EventMapping,
        _ scratch: inout MappingScratch,
        _ preparation: Preparation
    ) throws(LineFault) {
        let start = text.count
        switch mapping.transform(content, into: &text, scratch: &scratch) {
        case .unchanged(let range):
            let part = UnsafeRawBufferPointer(rebasing: content[range])
            text.append(contentsOf: part)
            text.append(0x0A)
            do throws(LineFault) {
                try prepare(line, part, at: start, preparation)
            } catch {
                // Columns are those of the line as it was read.
                var verdict = error.verdict
                verdict.column = verdict.column.map { $0 + range.lowerBound }
                throw LineFault(verdict)
            }
        case .written:
            text.append(0x0A)
            do throws(LineFault) {
                let content = scratch.written
                guard let event = scratch.scan else { return try prepare(line, content, at: start, preparation) }
                try preparation.check(content, event)
                add(event, line, content, at: start, preparation)
            } catch {
                // Columns of what was built anew say nothing about the line.
                var verdict = error.verdict
                verdict.column = nil
                throw LineFault(verdict)
            }
        case .blank: verdicts.set(.blank, ofLine: line)
        case .skipped(let reason): verdicts.set(Verdict(.skipped, .skipped(reason)), ofLine: line)
        case .rejected(let fault): throw LineFault(fault, in: content)
        }
    }
}
