#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The input on its way from bytes to batches: chunks of any format become lines of JSON and are cut into lines, the
/// reports of earlier runs decide which lines are taken, and those become batches.
///
/// Memory: one chunk, one line, and the lines of one batch; while a run resumes also what `ResumeFilter` holds back.
package struct InputFlow: ~Copyable {
    /// Time to read the rest of the current line after a stop, one byte at a time; well below `ImportOptions.grace`.
    private static let longestFinish = Duration.seconds(2)

    private var chunks: ChunkReader
    private var lines: FormattedLines
    private var cutter: LineCutter
    private var replay: ReplayFilter?
    private var resume: ResumeFilter?
    private var batcher: Batcher
    private let limits: BatchLimits
    /// No line after this one is taken.
    private let lineLimit: Int?
    private let meter: InputMeter
    /// Steps that can be handed out, the next one last.
    private var ready: [InputStep] = []
    private var end: InputEnd?
    private var hasSaidMark = false
    private var hasSaidFormat = false
    private var isBeyondLimit = false
    /// How long lines are still made of what was read before a stop.
    private var stopDeadline: ContinuousClock.Instant?
    /// Of the long line whose parts are coming: whether the replay sends it, and whether any of it was handed out.
    private var isLongLinePicked = false
    private var isLongLineTaken = false

    package init(
        _ chunks: consuming ChunkReader,
        limits: BatchLimits,
        format: FormatOptions = FormatOptions(),
        lineLimit: Int? = nil,
        replay: ReplayFilter? = nil,
        resume: ResumeFilter? = nil,
        meter: InputMeter = InputMeter()
    ) {
        self.chunks = chunks
        lines = FormattedLines(format)
        self.limits = limits
        self.lineLimit = lineLimit
        self.meter = meter
        self.replay = replay
        self.resume = resume
        cutter = LineCutter(longestLine: limits.lineBytes)
        batcher = Batcher(limits)
    }

    /// Blocks until a batch is full or has waited for as long as it may, or the input ends. `spare`: the bytes of a batch
    /// that nobody needs any more.
    package mutating func next(reusing spare: [UInt8]? = nil) -> InputStep {
        if let spare { batcher.reuse(spare) }
        while true {
            if let step = ready.popLast() { return step }
            do throws(ReportMismatch) {
                try advance()
            } catch {
                refuse(error)
            }
        }
    }

    /// Nothing that was read ahead may be sent.
    private mutating func refuse(_ mismatch: ReportMismatch) {
        let end = InputEnd.failed(.mismatch(mismatch), lines: cutter.lines)
        self.end = end
        ready = [.end(end)]
    }

    private mutating func advance() throws(ReportMismatch) {
        if let end { return ready.append(.end(end)) }
        while let cut = nextCut() {
            try take(cut)
            if !ready.isEmpty { return }
        }
        if isBeyondLimit { return try finish(.limited(lines: 0)) }
        try read()
    }

    private mutating func nextCut() -> LineCutter.Cut? {
        guard !isBeyondLimit, let cut = cutter.next() else { return nil }
        isBeyondLimit = lineLimit.map { cutter.lines > $0 } ?? false
        return isBeyondLimit ? nil : cut
    }

    /// All lines that are to be read have been: what is at hand tells whether the input ends here, too.
    private var isAtLimit: Bool { lineLimit.map { cutter.lines >= $0 && !cutter.isWithinLongLine } ?? false }

    private mutating func take(_ cut: LineCutter.Cut) throws(ReportMismatch) {
        switch cut {
        case .line(let line): try take(line, number: cutter.lines)
        case .part(let part, let position): try take(part, position, number: cutter.lines)
        }
    }

    private mutating func take(_ line: UnsafeRawBufferPointer, number: Int) throws(ReportMismatch) {
        var mayBeHeld = false
        if let choice = try replay?.choice(for: line, number: number) {
            guard case .take(let isUnknown) = choice else { return }
            mayBeHeld = isUnknown
        }
        let fault = lines.takeFault(ofLine: number, line)
        let choice = try resume?.choice(for: line, number: number, isFaulty: fault != nil)
        if choice == .skip { return }
        let batch = batcher.add(line, number: number, mayBeHeld: mayBeHeld, fault: fault)
        if let batch { try handOut(.batch(batch)) }
    }

    private mutating func take(
        _ part: UnsafeRawBufferPointer,
        _ position: LongLinePart.Position,
        number: Int
    ) throws(ReportMismatch) {
        if position == .first {
            isLongLineTaken = false
            isLongLinePicked = try replay?.choice(for: nil, number: number) != .skip
            // Its row stands between those of two batches.
            if isLongLinePicked { try flush() }
        }
        guard isLongLinePicked,
            case .take(let offset) = try resume?.choice(for: part, position, number: number) ?? .take(from: 0)
        else { return }
        isLongLineTaken = true
        try handOut(.longLine(LongLinePart(number: number, bytes: Array(part[offset...]), position: position)))
    }

    private mutating func flush() throws(ReportMismatch) {
        if let batch = batcher.take() { try handOut(.batch(batch)) }
    }

    private mutating func handOut(_ step: InputStep) throws(ReportMismatch) {
        if lines.beginWithMark, !hasSaidMark {
            hasSaidMark = true
            ready.insert(.hasByteOrderMark, at: 0)
        }
        if !hasSaidFormat, let format = lines.format {
            hasSaidFormat = true
            if format != .ndjson { ready.insert(.isRead(as: format), at: 0) }
        }
        let steps = try resume?.release(step) ?? [step]
        ready.insert(contentsOf: steps.reversed(), at: 0)
    }

    private mutating func read() throws(ReportMismatch) {
        if isStopDue() { return try stop() }
        do throws(FormatError) {
            if let text = try lines.next() { return cutter.feed(text) }
        } catch {
            return try finish(.failed(InputError(error, isGzip: chunks.isGzip), lines: 0))
        }
        if isAtLimit, cutter.begun > 0 { return try finish(.limited(lines: 0)) }
        if lines.isAtEnd { return try finish(.complete(lines: 0)) }
        let deadline = isAtLimit ? .now : batcher.deadline
        if !isAtLimit, let deadline, ContinuousClock.now >= deadline { return try flush() }
        let result: ChunkReader.ReadResult
        do throws(InputError) {
            result = try chunks.read(until: deadline)
        } catch {
            return try finish(.failed(error, lines: 0))
        }
        switch result {
        case .chunk:
            meter.add(bytes: chunks.bytes.count, lines: cutter.lines)
            lines.feed(chunks.bytes)
        case .end: lines.end()
        case .woken: try stop()
        case .deadline: isAtLimit ? try finish(.limited(lines: 0)) : try flush()
        }
    }

    /// Whether a stop comes before the rest of what was read, which can become thousands of times as much. A file can be
    /// read again; what has come from a pipe cannot, and is given some time.
    private mutating func isStopDue() -> Bool {
        let wakeUps = chunks.wakeUps
        guard wakeUps > 0, lines.hasMore else { return false }
        if wakeUps > 1 || chunks.isRegularFile { return true }
        let deadline = stopDeadline ?? .now.advanced(by: Self.longestFinish)
        stopDeadline = deadline
        return .now >= deadline
    }

    /// Reads the rest of a line that has begun in a pipe, if it is there: its beginning cannot be read again.
    private mutating func stop() throws(ReportMismatch) {
        let deadline = ContinuousClock.now.advanced(by: Self.longestFinish)
        var end = InputEnd.stopped(lines: 0)
        // Where the format is not known, or is not lines, the input ends with the stop.
        if let text = try? lines.settle() {
            cutter.feed(text)
            while let cut = nextCut() { try take(cut) }
        }
        while lines.areAsRead, !isAtLimit, chunks.isPlainPipe, 1...limits.lineBytes ~= cutter.begun,
            ContinuousClock.now < deadline
        {
            do throws(InputError) {
                let result = try chunks.readByte(until: deadline)
                if result == .end { end = .complete(lines: 0) }
                guard result == .chunk else { break }
            } catch {
                end = .failed(error, lines: 0)
                break
            }
            cutter.feed(chunks.bytes)
            if let cut = nextCut() { try take(cut) }
        }
        try finish(end)
    }

    private mutating func finish(_ inputEnd: InputEnd) throws(ReportMismatch) {
        var end = inputEnd
        switch end {
        case .complete:
            if let cut = cutter.finish() { try take(cut) }
            if lines.saidToBreakOff { end = .failed(.exportBrokeOff, lines: 0) }
            try replay?.checkEnd(lines: cutter.lines)
            try resume?.checkEnd(lines: cutter.lines)
        case .limited:
            _ = cutter.abandon()
        case .stopped, .failed:
            // Half a line is not judged: its verdict would stand for the whole line.
            let begun = cutter.abandon()
            if case .stopped = end, lines.areAsRead, chunks.isPlainPipe, let begun, !begun.isLong || isLongLineTaken {
                try handOut(.cutLine(number: cutter.lines + 1, bytes: begun.bytes))
            }
            if begun?.isLong == true, isLongLineTaken {
                try handOut(.longLine(.init(number: cutter.lines + 1, bytes: [], position: .abandoned)))
            }
        }
        try flush()
        end = end.with(lines: min(cutter.lines, lineLimit ?? .max))
        self.end = end
        if case .complete = end, let line = replay?.end(before: cutter.lines) { try handOut(.reportEnds(line: line)) }
        try handOut(.end(end))
    }
}
