/// The state of one run: which batches are where, and what comes next. Its owner starts the tasks.
struct ImportLoop {
    let options: ImportOptions
    private let isReplay: Bool
    let isResume: Bool
    let meter: InputMeter?
    let onUpdate: (ImportUpdate) -> Void
    var delivery: Delivery
    var stop: StopState
    var window: BatchWindow
    var timers: LoopTimers
    var steps: [ImportStep] = []
    private var isReading = false
    var isListening = false
    private(set) var lastLineRead = 0
    var lastLineWritten = 0
    private var end: InputEnd?
    var longLine: LongLinePart?
    /// What waits to be written, and what a task is writing.
    var outputs: [Output] = []
    var writing: [Output] = []
    var writingSince: ContinuousClock.Instant?
    var written = OutputState()
    var nextProgress: ContinuousClock.Instant?
    var hasHinted = false
    /// Lines of this run that were rejected, counted where there is a limit.
    var rejected = 0
    private var hasBegun = false
    private(set) var resumedAt: ResumePoint?
    private var outlook: Outlook?
    private var advice: Advice?
    private var mappingCounts = MappingCounts()
    var hints = HintCollector()
    /// What nothing has been sent for since then.
    private var waiting: (cause: String, since: ContinuousClock.Instant)?

    init(
        _ run: RunSettings,
        isValidation: Bool,
        meter: InputMeter?,
        now: ContinuousClock.Instant,
        onUpdate: @escaping (ImportUpdate) -> Void
    ) {
        options = run.options
        isReplay = run.isReplay
        isResume = run.isResume
        self.meter = meter
        self.onUpdate = onUpdate
        var random = SeededRandom(seed: options.seed)
        delivery = Delivery(
            policy: options.retry,
            concurrency: options.concurrency,
            bodyLimit: options.batches.bytes,
            rateLimiter: RateLimiter(options.rate, phase: .random(in: 0..<1, using: &random)),
            seed: options.seed,
            isValidation: isValidation,
            isRepetition: run.isRepetition
        )
        stop = StopState(grace: options.grace, graceAfterOutage: run.graceAfterOutage, deadline: run.deadline)
        window = BatchWindow(size: options.window, batchBytes: options.batches.bytes)
        timers = LoopTimers(now: now)
        nextProgress = options.progressInterval.map { now + $0 }
    }

    var isFinished: Bool {
        end != nil && longLine == nil && window.isEmpty && delivery.inFlight == 0 && outputs.isEmpty && writing.isEmpty
    }

    /// What can be done now. `isCancelled`: the task that the run belongs to is.
    mutating func steps(now: ContinuousClock.Instant, isCancelled: Bool) -> [ImportStep] {
        // Before anything is sent: rejected lines may stop the run.
        writeOn(now: now)
        lookAtBounds(now: now, isCancelled: isCancelled)
        sendOn(now: now)
        // A stop may have given verdicts to lines that waited.
        writeOn(now: now)
        readOn()
        listen()
        schedule(now: now)
        let isWaiting =
            isReading || window.isPreparing || delivery.inFlight > 0 || !writing.isEmpty || !timers.isEmpty
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
        case .prepared(var lines, let batch):
            if let part = lines.takeOutlook() {
                if outlook == nil { outlook = part } else { outlook?.merge(part) }
            }
            if let part = lines.takeAdvice() {
                if advice == nil { advice = part } else { advice?.merge(part) }
            }
            mappingCounts += lines.mappingCounts
            window.add(lines, batch)
            while let (lines, batch) = window.takePrepared() {
                delivery.add(lines, as: batch, mayBeHeld: mayBeHeld(lines.raw))
            }
        case .answered(let subBatch, let answer, let duration):
            answered(subBatch, answer, duration, now: now)
        case .written(let state):
            wrote(state, now: now)
        case .woke(let instant):
            timers.remove(instant)
        case .stopRequested(let isRequested):
            isListening = false
            if isRequested { stop(.requested, now: now) }
        }
        for notice in delivery.takeNotices() { onUpdate(.notice(notice)) }
    }

    func result() -> ImportResult {
        var inputError: InputError?
        if case .failed(let error, _) = end { inputError = error }
        var isComplete = false
        if case .complete = end { isComplete = true }
        var reachedLineLimit = false
        if case .limited = end { reachedLineLimit = true }
        return ImportResult(
            counts: written.counts,
            linesRead: end?.lines ?? 0,
            reasons: written.reasons,
            statistics: delivery.statistics,
            stopCause: stop.cause,
            inputError: inputError,
            outputError: written.error,
            isComplete: isComplete && written.error == nil,
            reachedLineLimit: reachedLineLimit && written.error == nil,
            resumed: resumedAt?.counts ?? LineCounts(),
            inputBytes: meter?.bytes ?? 0,
            expectedLines: options.expectedLines,
            isReplay: isReplay,
            outlook: outlook,
            advice: advice ?? outlook?.advice,
            mapping: options.mapping == nil ? nil : mappingCounts,
            hint: isReplay || isResume ? nil : hints.hint(written.counts, isMapped: options.mapping != nil)
        )
    }

    private mutating func take(_ step: InputStep, now: ContinuousClock.Instant) {
        // An input that is refused at once, or cannot be read at all, changes no file of an earlier run.
        if !hasBegun, !step.isFailure {
            hasBegun = true
            outputs.append(.begin)
        }
        switch step {
        case .batch(let batch):
            lastLineRead = batch.lastNumber
            steps.append(.prepare(batch, window.add(batch)))
        case .longLine(let part):
            longLine = part
        case .hasByteOrderMark:
            onUpdate(.hasByteOrderMark)
        case .isRead(let format):
            onUpdate(.isRead(as: format.rawValue))
        case .reportEnds(let line):
            onUpdate(.replayedReportEnds(line: line))
        case .cutLine(let number, let bytes):
            onUpdate(.cutLine(number: number, bytes: bytes))
        case .resumed(let point):
            resumedAt = point
            // What the report has already is done.
            lastLineRead = point.lastLine
            lastLineWritten = point.lastLine
            for lost in point.lost { onUpdate(.lostRawLines(lost)) }
            outputs.append(.resume(at: point))
        case .end(let end):
            self.end = end
            if case .failed(.failed, _) = end { stop(.input, now: now) }
        }
    }

    private func mayBeHeld(_ batch: Batch) -> Bool {
        if batch.mayBeHeld { return true }
        guard let resumedAt, !batch.isEmpty else { return false }
        let lines = batch.numbers.number(ofLine: 0)...batch.numbers.number(ofLine: batch.count - 1)
        return resumedAt.mayBeHeld.includes(lines, resumedAfter: resumedAt.lastLine)
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

    private mutating func readOn() {
        guard end == nil, !isReading, longLine == nil, !isWritingPart, window.hasRoom else { return }
        isReading = true
        steps.append(.read(reusing: window.takeSpare()))
    }

    private mutating func sendOn(now: ContinuousClock.Instant) {
        // Files that cannot be prepared are a reason to send nothing.
        if isPreparingFiles { return }
        while true {
            switch delivery.next(now: now) {
            case .send(let subBatch): steps.append(.send(subBatch, lines(of: subBatch)))
            case .wait(let instant):
                countWait(now: now)
                return wake(at: instant)
            }
        }
    }

    private mutating func countWait(now: ContinuousClock.Instant) {
        if let waiting { delivery.statistics.waits[waiting.cause, default: .zero] += now - waiting.since }
        waiting = delivery.waitsFor.map { ($0, now) }
    }
}
