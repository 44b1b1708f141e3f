extension ResumeFilter {
    /// The steps that can be handed out now that this one has come.
    mutating func release(_ step: InputStep) throws(ReportMismatch) -> [InputStep] {
        if isOver { return [step] }
        switch step {
        case .batch, .longLine:
            hold(step)
            guard try isUnsure() else { break }
            guard heldBytes > mostHeldBytes, try !rows.isAtEnd() else { return [] }
            try countTheRest()
        case .end(.complete):
            hold(step)
        case .end(let end):
            // The input ended before everything was matched: no file is changed, and lines that are held back count as
            // unread.
            guard !held.isEmpty else { return [step] }
            held = []
            return [.end(end.with(lines: point.lastLine))]
        case .resumed, .hasByteOrderMark, .isRead, .reportEnds, .cutLine:
            return [step]
        }
        return try resume()
    }

    private mutating func hold(_ step: InputStep) {
        held.append(step)
        switch step {
        case .batch(let batch): heldBytes += batch.bytes.count + batch.count * MemoryLayout<Int>.size
        case .longLine(let part): heldBytes += part.bytes.count
        default: break
        }
        // The arrays' own memory.
        heldBytes += 256
    }

    private mutating func isUnsure() throws(ReportMismatch) -> Bool {
        guard try rows.isAtEnd() else { return true }
        // A crash leaves the raw lines of one batch at most without a row; while a run resumes, those of all rows that
        // it cuts, which are a window of batches.
        let mayBeOfBatch = ahead.lines < ServiceLimits.eventsPerRequest && ahead.bytes < ServiceLimits.bodyBytes
        return (mayBeOfBatch || heldBytes <= mostHeldBytes) && [rejects, pending].contains { $0?.isUsedUp == false }
    }

    private mutating func resume() throws(ReportMismatch) -> [InputStep] {
        isOver = true
        let isComplete = if case .end? = held.first { true } else { false }
        for file in [rejects, pending].compactMap(\.self) {
            // A line that a crash cut short may stay unmatched. After a complete report there is none.
            if !file.isUsedUp {
                guard !isComplete, try file.endsTorn() else {
                    throw .otherRawLines(path: file.path, line: file.firstMissing)
                }
            }
            guard let line = file.firstMissing, line <= point.lastLine else { continue }
            point.lost.append(LostRawLines(path: file.path, line: line))
        }
        if point.longLineStart == nil { point.rejectsBytes = rejects?.kept ?? 0 }
        point.pendingBytes = pending?.kept ?? 0
        defer { held = [] }
        return [.resumed(point)] + held
    }

    /// So many lines have been matched that the rest is not held back or compared any more: it is enough that there are
    /// as many raw lines as rows.
    private mutating func countTheRest() throws(ReportMismatch) {
        var counts: [Verdict.Status: Int] = [:]
        if isWithinLongLine, let row { counts[row.verdict.status] = 1 }
        while let row = try rows.takeNext() {
            cut(row.line, row.status)
            counts[row.status, default: 0] += 1
        }
        for file in [rejects, pending].compactMap(\.self) {
            let rows = counts.reduce(0) { $0 + (self.file(of: $1.key) === file ? $1.value : 0) }
            let lines = try file.lineEndsLeft()
            // A run that was killed while it resumed may have cut this file and not the report.
            guard lines == 0 || lines == rows else { throw .otherRawLines(path: file.path, line: nil) }
            file.passAll()
        }
    }
}
