internal import Glibc

/// Cuts the input into batches of consecutive lines. `\n` ends a line, and nothing else does.
///
/// Memory: one chunk, and the bytes of one batch plus one line.
package struct BatchReader: ~Copyable {
    private var chunks: ChunkReader
    private let limits: BatchLimits
    private var resumeFilter: ResumeFilter
    /// Lines that are complete, then the beginning of the next one.
    private var batch: Batch
    /// Where in `chunks.bytes` reading goes on.
    private var position = 0
    /// When the oldest line of `batch` was read.
    private var oldest: ContinuousClock.Instant?
    private var lineNumber = 1
    private var longLine: LongLine?
    /// Steps that were read ahead of what has to be said before them, the next one last.
    private var heldBack: [InputStep] = []
    /// Batches of lines whose rows will be cut, until all those rows are known to belong to the input.
    private var unsure: [InputStep] = []
    private var hasSaidMark = false
    private var hasSaidCut = false
    private var end: InputEnd?

    /// The line that is passing through in parts.
    private struct LongLine {
        var bytes: Int
        /// Whether its parts are handed out, or passed over because the checkpoint knows the line.
        var isTaken: Bool
    }

    package init(_ chunks: consuming ChunkReader, limits: BatchLimits, resumeFilter: ResumeFilter) {
        self.chunks = chunks
        self.limits = limits
        self.resumeFilter = resumeFilter
        batch = Batch(numbers: resumeFilter.noNumbers)
    }

    /// Blocks until a batch is full or has waited for as long as it may, or the input ends.
    package mutating func next() -> InputStep {
        while true {
            let step = heldBack.popLast() ?? nextOfInput()
            if let first = said(before: step) {
                heldBack.append(step)
                return first
            }
            switch step {
            // The lines of one window at most; a long line cannot be held, and is not compared.
            case .batch where resumeFilter.isUnsure: unsure.append(step)
            case .batch, .longLine, .end(.complete):
                guard let point = resumePoint(before: step) else { return step }
                if let mismatch = resumeFilter.mismatchOfFiles(isComplete: point.isComplete) {
                    return refuse(mismatch)
                }
                return resume(at: point, before: step)
            case .end(.failed(.mismatch, _)): return step
            case .end(let end) where !unsure.isEmpty && !resumeFilter.isUnsureOfRows:
                guard resumeFilter.mismatchOfFiles(isComplete: false) == nil, let point = resumePoint(before: step)
                else {
                    // Whose the raw lines are was not seen in time: nothing is changed, and what was read ahead is not
                    // read yet.
                    unsure = []
                    return .end(end.with(lines: resumeFilter.lastLine))
                }
                return resume(at: point, before: step)
            default: return step
            }
        }
    }

    private mutating func resume(at point: ResumePoint, before step: InputStep) -> InputStep {
        heldBack.append(step)
        heldBack += unsure.reversed()
        unsure = []
        return .resumed(point)
    }

    /// Nothing that was read ahead may be sent.
    private mutating func refuse(_ mismatch: ReportMismatch) -> InputStep {
        (heldBack, unsure, batch) = ([], [], Batch(numbers: resumeFilter.noNumbers))
        return .end(.failed(.mismatch(mismatch), lines: lineNumber - 1))
    }

    private mutating func said(before step: InputStep) -> InputStep? {
        if chunks.hasByteOrderMark, !hasSaidMark {
            hasSaidMark = true
            return .hasByteOrderMark
        }
        guard case .end(.complete(let lines)) = step else { return nil }
        return resumeFilter.takeEndOfPicks(lines: lines).map { .reportEnds(line: $0) }
    }

    private mutating func resumePoint(before step: InputStep) -> ResumePoint? {
        guard var point = resumeFilter.takeResumePoint() else { return nil }
        if case .end = step { point.isComplete = unsure.isEmpty }
        return point
    }

    private mutating func nextOfInput() -> InputStep {
        while true {
            if let step = cut() { return step }
            if end != nil { return finish() }
            do throws(InputError) {
                let deadline = batch.isEmpty ? nil : oldest?.advanced(by: limits.delay)
                if let deadline, ContinuousClock.now >= deadline { return .batch(takeBatch()) }
                switch try chunks.read(until: deadline) {
                case .chunk: position = 0
                case .end: end = .complete(lines: 0)
                case .woken: if let step = try stop() { return step }
                case .deadline: return .batch(takeBatch())
                }
            } catch {
                end = .failed(error, lines: 0)
            }
        }
    }

    /// Takes lines from the chunk until the batch is full or the chunk used up.
    private mutating func cut() -> InputStep? {
        while position < chunks.bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: chunks.bytes[position...])
            if let longLine {
                if let step = continueLongLine(longLine, rest) { return step }
                continue
            }
            guard let newline = memchr(rest.baseAddress!, 0x0A, rest.count) else {
                position = chunks.bytes.count
                batch.bytes.append(contentsOf: rest)
                break
            }
            let count = UnsafeRawPointer(newline) - rest.baseAddress! + 1
            guard unfinishedBytes + count - 1 <= limits.lineBytes + 1 else {
                if let step = beginLongLine() { return step }
                continue
            }
            if unfinishedBytes == 0, resumeFilter.isBehind(.init(rebasing: rest[..<count]), line: lineNumber) {
                position += count
                lineNumber += 1
                continue
            }
            guard hasRoom(forLineOf: unfinishedBytes + count) else { return .batch(takeBatch()) }
            batch.bytes.append(contentsOf: rest[..<count])
            position += count
            if let step = completeLine() { return step }
        }
        return unfinishedBytes > limits.lineBytes + 1 ? beginLongLine() : nil
    }

    /// The line that `batch.bytes` now ends with joins the batch, unless the checkpoint knows it already.
    private mutating func completeLine() -> InputStep? {
        let start = batch.lineEnds.last ?? 0
        let choice = batch.bytes.withUnsafeBytes {
            resumeFilter.choice(for: .init(rebasing: $0[start...]), line: lineNumber)
        }
        lineNumber += 1
        switch choice {
        case .take:
            if batch.isEmpty { begin(line: lineNumber - 1) }
            batch.take(number: lineNumber - 1)
            if resumeFilter.hasPickedUnknown { batch.mayBeHeld = true }
            return batch.count == limits.events ? .batch(takeBatch()) : nil
        case .leave:
            batch.bytes.removeSubrange(start...)
            return nil
        case .refuse(let mismatch):
            refuseAll(mismatch)
            return nil
        }
    }

    /// Lines that a replay has picked so far stay with the report that they come from.
    private mutating func refuseAll(_ mismatch: ReportMismatch) {
        batch = Batch(numbers: resumeFilter.noNumbers)
        end = .failed(.mismatch(mismatch), lines: lineNumber - 1)
        position = chunks.bytes.count
    }

    private mutating func begin(line: Int) {
        oldest = .now
        if case .consecutive = batch.numbers { batch.numbers = .consecutive(from: line) }
    }

    private var unfinishedBytes: Int { batch.bytes.count - (batch.lineEnds.last ?? 0) }

    /// Counts an id spliced into every line, as only the scan of the batch tells which ones have theirs.
    private func hasRoom(forLineOf count: Int) -> Bool {
        batch.isEmpty
            || batch.bytes.count - unfinishedBytes + count + (batch.count + 1) * InsertID.spliceBytes <= limits.bytes
    }

    /// The complete lines; what follows them begins the next batch.
    private mutating func takeBatch() -> Batch {
        var full = Batch(numbers: resumeFilter.noNumbers)
        full.bytes.reserveCapacity(unfinishedBytes)
        full.bytes.append(contentsOf: batch.bytes[(batch.lineEnds.last ?? 0)...])
        swap(&full, &batch)
        full.bytes.removeLast(full.bytes.count - (full.lineEnds.last ?? 0))
        oldest = nil
        return full
    }

    private mutating func beginLongLine() -> InputStep? {
        guard batch.isEmpty else { return .batch(takeBatch()) }
        let rest = UnsafeRawBufferPointer(rebasing: chunks.bytes[position...])
        let restOfLine = rest.firstIndex(of: 0x0A).map { UnsafeRawBufferPointer(rebasing: rest[...$0]) } ?? rest
        let choice = batch.bytes.withUnsafeBytes {
            resumeFilter.choice(forLongLine: $0, restOfLine, line: lineNumber)
        }
        if case .refuse(let mismatch) = choice {
            refuseAll(mismatch)
            return nil
        }
        longLine = LongLine(bytes: batch.bytes.count, isTaken: choice == .take)
        let part = LongLinePart(number: lineNumber, bytes: batch.bytes, position: .first)
        batch.bytes.removeAll()
        return choice == .take ? .longLine(part) : nil
    }

    private mutating func continueLongLine(_ line: LongLine, _ rest: UnsafeRawBufferPointer) -> InputStep? {
        let newline = rest.firstIndex(of: 0x0A)
        let bytes = rest[..<(newline ?? rest.count)]
        position += newline.map { $0 + 1 } ?? rest.count
        longLine = LongLine(bytes: line.bytes + bytes.count, isTaken: line.isTaken)
        if !line.isTaken { resumeFilter.passOver(.init(rebasing: bytes)) }
        if newline != nil { return endLongLine(Array(bytes)) }
        return line.isTaken ? .longLine(.init(number: lineNumber, bytes: Array(bytes), position: .middle)) : nil
    }

    private mutating func endLongLine(_ bytes: [UInt8]) -> InputStep? {
        guard let line = longLine.take() else { return nil }
        lineNumber += 1
        guard line.isTaken else {
            resumeFilter.passOverEnd(ofLine: lineNumber - 1)
            return nil
        }
        return .longLine(.init(number: lineNumber - 1, bytes: bytes, position: .last(lineBytes: line.bytes)))
    }

    /// The last line needs no `\n`; then the end itself.
    private mutating func finish() -> InputStep {
        if let step = cutLine() { return step }
        if longLine != nil, let step = endOfInputInLongLine() { return step }
        if unfinishedBytes > 0 {
            if case .complete = end {
                batch.bytes.append(0x0A)
                if let step = completeLine() { return step }
            } else {
                // Half a line is no line: sent or rejected, it would stand for the whole one.
                batch.bytes.removeLast(unfinishedBytes)
            }
        }
        let lines = lineNumber - 1
        if case .complete = end, let mismatch = resumeFilter.mismatch(atEndOfInput: lines) {
            return .end(.failed(.mismatch(mismatch), lines: lines))
        }
        if !batch.isEmpty { return .batch(takeBatch()) }
        switch end {
        case .complete, nil: return .end(.complete(lines: lines))
        case .stopped: return .end(.stopped(lines: lines))
        case .failed(let error, _): return .end(.failed(error, lines: lines))
        }
    }

    private mutating func cutLine() -> InputStep? {
        guard case .stopped = end, !hasSaidCut, chunks.isPlainPipe else { return nil }
        hasSaidCut = true
        let bytes = longLine.map { $0.isTaken ? $0.bytes : 0 } ?? unfinishedBytes
        return bytes > 0 ? .cutLine(number: lineNumber, bytes: bytes) : nil
    }

    private mutating func endOfInputInLongLine() -> InputStep? {
        if case .complete = end { return endLongLine([]) }
        guard let line = longLine.take(), line.isTaken else { return nil }
        return .longLine(.init(number: lineNumber, bytes: [], position: .abandoned))
    }

    /// Long enough for the longest line, byte by byte, and for a producer that is writing it; a stop has ten seconds.
    private static let longestFinish = Duration.seconds(2)

    /// A line that a pipe had begun is finished where its rest is at hand: nobody else can read its beginning again.
    private mutating func stop() throws(InputError) -> InputStep? {
        defer { end = end ?? .stopped(lines: 0) }
        guard longLine == nil, unfinishedBytes > 0, chunks.isPlainPipe else { return nil }
        let deadline = ContinuousClock.now.advanced(by: Self.longestFinish)
        while unfinishedBytes <= limits.lineBytes, ContinuousClock.now < deadline {
            switch try chunks.readByte(until: deadline) {
            case .chunk:
                position = chunks.bytes.count
                batch.bytes.append(chunks.bytes[0])
                if chunks.bytes[0] == 0x0A { return completeLine() }
            case .end:
                end = .complete(lines: 0)
                return nil
            case .deadline, .woken: return nil
            }
        }
        return nil
    }
}
