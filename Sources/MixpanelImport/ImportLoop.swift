/// The state of one run: which batches are where, and what comes next. Its owner starts the tasks.
struct ImportLoop {
    private let options: ImportOptions
    private let sink: any VerdictSink
    private let isDryRun: Bool
    private let onUpdate: (ImportUpdate) -> Void
    private var delivery: Delivery
    private var steps: [ImportStep] = []
    private var checked: [Int: DeliveredBatch] = [:]
    /// Batches are numbered in input order.
    private var batchesRead = 0
    private var batchesScanned = 0
    private var batchesWritten = 0
    /// Bytes of the lines that are read and not yet written.
    private var bytesInWindow = 0
    private var lastLineRead = 0
    private var lastLineWritten = 0
    private var scannedEarly: [Int: ScannedBatch] = [:]
    private var isReading = false
    private var end: InputEnd?
    private var longLine: LongLinePart?
    private var outputError: OutputError?
    private var announcedStop: StopCause?
    private var stopMessage: String?
    private var graceEnds: ContinuousClock.Instant?
    private var isAbandoned = false
    private var isSignalled = false
    /// When the tasks that only wait will wake the run.
    private var timers: [ContinuousClock.Instant] = []
    private var nextProgress: ContinuousClock.Instant?
    private var hasHinted = false
    private var resumedAt: ResumePoint?

    /// In-flight requests may finish for this long after a stop.
    private static let grace = Duration.seconds(10)
    /// A timer that is later than this was not late: the process was stopped, or the machine slept.
    private static let longestLag = Duration.seconds(1)
    /// Rejected lines from the first on that call for a hint on the format.
    private static let rejectsForHint = 20

    init(
        options: ImportOptions,
        sink: any VerdictSink,
        isDryRun: Bool,
        onUpdate: @escaping (ImportUpdate) -> Void
    ) {
        self.options = options
        self.sink = sink
        self.isDryRun = isDryRun
        self.onUpdate = onUpdate
        delivery = Delivery(
            policy: options.retry,
            concurrency: options.concurrency,
            bodyLimit: options.batches.bytes,
            rateLimiter: RateLimiter(options.rateLimiter),
            seed: options.seed
        )
        nextProgress = options.progressInterval.map { .now + $0 }
    }

    var isFinished: Bool {
        end != nil && longLine == nil && batchesWritten == batchesRead && delivery.inFlight == 0
    }

    /// What can be done now.
    mutating func steps(now: ContinuousClock.Instant) -> [ImportStep] {
        write()
        noticeStop(now: now)
        readOn()
        sendOn(now: now)
        schedule(now: now)
        defer { steps = [] }
        return steps
    }

    mutating func handle(_ event: LoopEvent, now: ContinuousClock.Instant) {
        switch event {
        case .read(let step):
            isReading = false
            take(step)
        case .scanned(let lines, let batch):
            scanned(lines, batch)
        case .answered(let subBatch, let answer, let duration):
            answered(subBatch, answer, duration, now: now)
        case .woke(let instant):
            timers.removeAll { $0 == instant }
            if now - instant > Self.longestLag { delivery.slept(now - instant) }
            if let graceEnds, now >= graceEnds { abandon() }
            delivery.giveUpIfDue(now: now)
        case .signal(let signal):
            guard let signal else { break }
            if isSignalled { abandon() } else { stop(.signal(signal)) }
            isSignalled = true
            steps.append(.listen)
        }
        for notice in delivery.takeNotices() { onUpdate(.notice(notice)) }
    }

    /// What is on the disk's way is on the disk.
    mutating func finish() {
        write { (sink) throws(OutputError) in try sink.sync() }
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
            stopCause: delivery.stopCause,
            inputError: inputError,
            outputError: outputError,
            isComplete: isComplete && outputError == nil
        )
    }

    private mutating func take(_ step: InputStep) {
        switch step {
        case .batch(let batch):
            lastLineRead = batch.lastNumber
            bytesInWindow += batch.bytes.count
            steps.append(.scan(batch, batchesRead))
            batchesRead += 1
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
            write { (sink) throws(OutputError) in try sink.resume(at: point) }
        case .end(let end):
            self.end = end
            if case .failed(.failed, _) = end { delivery.stop(.input) }
        }
    }

    /// Batches are scanned at the same time, but offered for delivery in input order.
    private mutating func scanned(_ lines: ScannedBatch, _ batch: Int) {
        scannedEarly[batch] = lines
        while let lines = scannedEarly.removeValue(forKey: batchesScanned) {
            if isDryRun {
                checked[batchesScanned] = DeliveredBatch(checkedOnly: lines)
            } else {
                delivery.add(lines, as: batchesScanned, mayBeHeld: mayBeHeld(lines.batch))
            }
            batchesScanned += 1
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
        if let lines = delivery.lines(of: subBatch) {
            let first = lines.number(ofEvent: subBatch.events.lowerBound)
            let last = lines.number(ofEvent: subBatch.events.upperBound - 1)
            let text = [answer.code.map(String.init), answer.message].compactMap(\.self).joined(separator: " ")
            onUpdate(
                .request(
                    firstLine: first,
                    lastLine: last,
                    events: subBatch.events.count,
                    answer: text.isEmpty ? "abandoned" : text,
                    duration: duration
                )
            )
        }
        let before = delivery.stopCause
        delivery.answered(subBatch, answer, now: now)
        if delivery.stopCause != before { stopMessage = answer.message }
    }

    /// Finished batches get their rows, in input order.
    private mutating func write() {
        while let batch = takeFinished(batchesWritten) {
            batchesWritten += 1
            lastLineWritten = batch.lines.batch.lastNumber
            bytesInWindow -= batch.lines.batch.bytes.count
            write { (sink) throws(OutputError) in try sink.append(batch) }
        }
        if let part = longLine, batchesWritten == batchesRead {
            longLine = nil
            let limit = options.rules.maxLineBytes
            write { (sink) throws(OutputError) in try sink.append(part, limit: limit) }
        }
        lookAtRejects()
    }

    private mutating func takeFinished(_ batch: Int) -> DeliveredBatch? {
        isDryRun ? checked.removeValue(forKey: batch) : delivery.takeFinished(batch)
    }

    private mutating func write(_ body: (any VerdictSink) throws(OutputError) -> Void) {
        guard outputError == nil else { return }
        do throws(OutputError) {
            try body(sink)
        } catch {
            outputError = error
            stop(.output)
            abandon()
        }
    }

    private mutating func lookAtRejects() {
        // Those of the runs before have been looked at.
        let rejected = sink.counts.rejected - (resumedAt?.counts.rejected ?? 0)
        if let limit = options.maxRejects, rejected >= limit { stop(.tooManyRejects) }
        if !hasHinted, sink.counts.rejectedFromStart >= Self.rejectsForHint {
            hasHinted = true
            onUpdate(.nothingButRejects(lines: sink.counts.rejectedFromStart))
        }
    }

    private mutating func readOn() {
        guard end == nil, !isReading, longLine == nil, batchesRead - batchesWritten < options.window else { return }
        // A line that is longer than a batch goes alone, and takes the room of several.
        guard bytesInWindow <= (options.window - 1) * options.batches.bytes else { return }
        isReading = true
        steps.append(.read)
    }

    private mutating func sendOn(now: ContinuousClock.Instant) {
        while true {
            switch delivery.next(now: now) {
            case .send(let subBatch):
                if let lines = delivery.lines(of: subBatch) { steps.append(.send(subBatch, lines)) }
            case .wait(let instant):
                wake(at: instant)
                return
            }
        }
    }

    private mutating func schedule(now: ContinuousClock.Instant) {
        wake(at: graceEnds)
        if delivery.inFlight > 0 || delivery.stopCause == nil { wake(at: delivery.givesUpAt) }
        guard let interval = options.progressInterval, let next = nextProgress else { return }
        if now >= next {
            nextProgress = now + interval
            let until = delivery.throttledUntil
            var progress = ImportProgress(counts: sink.counts, inFlight: delivery.inFlight, throttledUntil: until)
            if lastLineRead > 0 { progress.shareDone = Double(lastLineWritten) / Double(lastLineRead) }
            onUpdate(.progress(progress))
        }
        wake(at: nextProgress)
    }

    private mutating func wake(at instant: ContinuousClock.Instant?) {
        guard let instant, !isAbandoned, !timers.contains(where: { $0 <= instant }) else { return }
        timers.append(instant)
        steps.append(.wait(until: instant))
    }

    private mutating func stop(_ cause: StopCause) {
        delivery.stop(cause)
    }

    private mutating func noticeStop(now: ContinuousClock.Instant) {
        guard let cause = delivery.stopCause, cause != announcedStop else { return }
        onUpdate(.stopping(cause, stopMessage))
        if announcedStop == nil {
            graceEnds = now + Self.grace
            steps.append(.stopReading)
        }
        announcedStop = cause
        stopMessage = nil
    }

    private mutating func abandon() {
        guard !isAbandoned else { return }
        isAbandoned = true
        delivery.abandon()
        steps.append(.abandon)
    }
}
