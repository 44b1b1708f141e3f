/// The state of one run: which batches are where, and what comes next. Its owner starts the tasks.
struct ImportLoop {
    let options: ImportOptions
    private let isReplay: Bool
    let sink: any VerdictSink
    let onUpdate: (ImportUpdate) -> Void
    var delivery: Delivery
    var stop: StopState
    private var window: BatchWindow
    var timers: LoopTimers
    var steps: [ImportStep] = []
    private var isReading = false
    var isListening = false
    private(set) var lastLineRead = 0
    private(set) var lastLineWritten = 0
    private var end: InputEnd?
    private var longLine: LongLinePart?
    private var outputError: OutputError?
    var nextProgress: ContinuousClock.Instant?
    private var hasHinted = false
    private var resumedAt: ResumePoint?

    /// Rejected lines from the first on that call for a hint on the format.
    private static let rejectsForHint = 20

    init(
        _ run: RunSettings,
        isValidation: Bool,
        sink: any VerdictSink,
        now: ContinuousClock.Instant,
        onUpdate: @escaping (ImportUpdate) -> Void
    ) {
        options = run.options
        isReplay = run.isReplay
        self.sink = sink
        self.onUpdate = onUpdate
        delivery = Delivery(
            policy: options.retry,
            concurrency: options.concurrency,
            bodyLimit: options.batches.bytes,
            rateLimiter: RateLimiter(options.rate),
            seed: options.seed,
            isValidation: isValidation
        )
        stop = StopState(grace: options.grace, graceAfterOutage: run.graceAfterOutage, deadline: run.deadline)
        window = BatchWindow(size: options.window)
        timers = LoopTimers(now: now)
        nextProgress = options.progressInterval.map { now + $0 }
    }

    var isFinished: Bool { end != nil && longLine == nil && window.isEmpty && delivery.inFlight == 0 }

    /// What can be done now. `isCancelled`: the task that the run belongs to is.
    mutating func steps(now: ContinuousClock.Instant, isCancelled: Bool) -> [ImportStep] {
        lookAtBounds(now: now, isCancelled: isCancelled)
        sendOn(now: now)
        write(now: now)
        readOn()
        listen()
        schedule(now: now)
        let isWaiting = isReading || window.isPreparing || delivery.inFlight > 0 || !timers.isEmpty
        precondition(isFinished || isWaiting, "a run that is not finished waits for something")
        defer { steps = [] }
        return steps
    }

    mutating func handle(_ event: LoopEvent, now: ContinuousClock.Instant) {
        if let gap = timers.takeSuspension(now: now) { delivery.slept(gap) }
        switch event {
        case .read(let step):
            isReading = false
            take(step, now: now)
        case .prepared(let lines, let batch):
            window.add(lines, batch)
            while let (lines, batch) = window.takePrepared() {
                delivery.add(lines, as: batch, mayBeHeld: mayBeHeld(lines.raw))
            }
        case .answered(let subBatch, let answer, let duration):
            answered(subBatch, answer, duration, now: now)
        case .woke(let instant):
            timers.remove(instant)
        case .stopRequested(let isRequested):
            isListening = false
            if isRequested { stop(.requested, now: now) }
        }
        for notice in delivery.takeNotices() { onUpdate(.notice(notice)) }
    }

    /// Syncs all files: when this returns, everything written is on disk.
    mutating func finish(now: ContinuousClock.Instant) {
        write(now: now) { (sink) throws(OutputError) in try sink.sync() }
    }

    func result() -> ImportResult {
        var inputError: InputError?
        if case .failed(let error, _) = end { inputError = error }
        var isComplete = false
        if case .complete = end { isComplete = true }
        return ImportResult(
            counts: sink.counts,
            linesRead: end?.lines ?? 0,
            reasons: sink.reasons,
            statistics: delivery.statistics,
            stopCause: stop.cause,
            inputError: inputError,
            outputError: outputError,
            isComplete: isComplete && outputError == nil,
            expectedLines: options.expectedLines,
            isReplay: isReplay
        )
    }

    private mutating func take(_ step: InputStep, now: ContinuousClock.Instant) {
        // An input that is refused at once, or cannot be read at all, changes no file of an earlier run.
        if !step.isFailure { write(now: now) { (sink) throws(OutputError) in try sink.begin() } }
        switch step {
        case .batch(let batch):
            lastLineRead = batch.lastNumber
            steps.append(.prepare(batch, window.add()))
        case .longLine(let part):
            longLine = part
        case .hasByteOrderMark:
            onUpdate(.hasByteOrderMark)
        case .reportEnds(let line):
            onUpdate(.replayedReportEnds(line: line))
        case .cutLine(let number, let bytes):
            onUpdate(.cutLine(number: number, bytes: bytes))
        case .resumed(let point):
            resumedAt = point
            for lost in point.lost { onUpdate(.lostRawLines(lost)) }
            write(now: now) { (sink) throws(OutputError) in try sink.resume(at: point) }
        case .end(let end):
            self.end = end
            if case .failed(.failed, _) = end { stop(.input, now: now) }
        }
    }

    private func mayBeHeld(_ batch: Batch) -> Bool {
        if batch.mayBeHeld { return true }
        guard let resumedAt, !batch.isEmpty else { return false }
        let lines = batch.numbers.number(ofLine: 0)...batch.numbers.number(ofLine: batch.count - 1)
        return resumedAt.mayBeHeld.includes(lines, resumedBehind: resumedAt.lastLine)
    }

    private mutating func answered(
        _ subBatch: SubBatch,
        _ answer: Proof,
        _ duration: Duration,
        now: ContinuousClock.Instant
    ) {
        if answer.isSent {
            delivery.statistics.requests += 1
            delivery.statistics.bodyBytes += subBatch.bodyBytes
            delivery.statistics.sentBytes += subBatch.body?.count ?? 0
        }
        let lines = lines(of: subBatch)
        let text = [answer.code.map(String.init), answer.message].compactMap(\.self).joined(separator: " ")
        onUpdate(
            .request(
                firstLine: lines.number(ofEvent: subBatch.events.lowerBound),
                lastLine: lines.number(ofEvent: subBatch.events.upperBound - 1),
                events: subBatch.events.count,
                answer: text.isEmpty ? "abandoned" : text,
                duration: duration
            )
        )
        delivery.answered(subBatch, answer, now: now)
        if let cause = delivery.takeImpasse() { stop(cause, message: answer.message, now: now) }
    }

    /// A batch stays with the delivery until each of its requests is answered.
    private func lines(of subBatch: SubBatch) -> PreparedBatch {
        guard let lines = delivery.lines(of: subBatch) else { preconditionFailure("a request's batch is there") }
        return lines
    }

    /// Finished batches get their rows, in input order.
    private mutating func write(now: ContinuousClock.Instant) {
        while let batch = delivery.takeFinished(window.written) {
            window.wrote()
            lastLineWritten = batch.lines.raw.lastNumber
            write(now: now) { (sink) throws(OutputError) in try sink.append(batch) }
            lookAtRejects(now: now)
        }
        guard let part = longLine, window.isEmpty else { return }
        longLine = nil
        let limit = options.batches.lineBytes
        write(now: now) { (sink) throws(OutputError) in try sink.append(part, limit: limit) }
        lookAtRejects(now: now)
    }

    private mutating func write(
        now: ContinuousClock.Instant,
        _ body: (any VerdictSink) throws(OutputError) -> Void
    ) {
        guard outputError == nil else { return }
        do throws(OutputError) {
            try body(sink)
        } catch {
            outputError = error
            stop(.output, now: now)
        }
    }

    private mutating func lookAtRejects(now: ContinuousClock.Instant) {
        // Those of the runs before have been looked at.
        let rejected = sink.counts.rejected - (resumedAt?.counts.rejected ?? 0)
        if let limit = options.maxRejects, rejected >= limit { stop(.tooManyRejects, now: now) }
        if !hasHinted, sink.counts.rejectedFromStart >= Self.rejectsForHint {
            hasHinted = true
            onUpdate(.nothingButRejects(lines: sink.counts.rejectedFromStart))
        }
    }

    private mutating func readOn() {
        guard end == nil, !isReading, longLine == nil, window.hasRoom else { return }
        isReading = true
        steps.append(.read)
    }

    private mutating func sendOn(now: ContinuousClock.Instant) {
        while true {
            switch delivery.next(now: now) {
            case .send(let subBatch): steps.append(.send(subBatch, lines(of: subBatch)))
            case .wait(let instant): return wake(at: instant)
            }
        }
    }
}
