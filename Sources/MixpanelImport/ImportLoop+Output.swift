/// What is written, and when: one task at a time writes what has been finished until then.
extension ImportLoop {
    /// So many rejected lines at the start of the input suggest that its format is another one.
    private static let rejectsForHint = 20

    /// Finished batches get their rows, in input order.
    mutating func writeOn(now: ContinuousClock.Instant) {
        while let batch = delivery.takeFinished(window.finished) {
            window.finish()
            if !isResume { hints.look(at: batch) }
            outputs.append(.batch(batch))
            if options.maxRejects != nil { countRejected(batch.count(of: .rejected), now: now) }
        }
        if window.isFinished, let part = longLine.take() {
            outputs.append(.part(part, limit: options.batches.lineBytes))
            if case .last = part.position { countRejected(1, now: now) }
        }
        if written.error != nil { dropOutputs() }
        guard writing.isEmpty, !outputs.isEmpty else { return }
        swap(&writing, &outputs)
        writingSince = now
        steps.append(.write(writing))
    }

    mutating func wrote(_ state: OutputState, now: ContinuousClock.Instant) {
        let hadFailed = written.error != nil
        // A reader that lets a write wait is not the service.
        if let since = writingSince.take() { delivery.slept(now - since) }
        written = state
        done(with: writing)
        writing = []
        if state.error != nil, !hadFailed { stop(.output, now: now) }
        hintAtFormat()
    }

    /// After an error nothing is written any more.
    private mutating func dropOutputs() {
        done(with: outputs)
        outputs = []
    }

    private mutating func done(with outputs: [Output]) {
        for case .batch(let batch) in outputs {
            window.wrote(batch.lines.raw)
            lastLineWritten = batch.lines.raw.lastNumber
        }
    }

    /// The next part of a long line is not read before this one is in the file.
    var isWritingPart: Bool { outputs.contains(where: \.isPart) || writing.contains(where: \.isPart) }

    var isPreparingFiles: Bool {
        outputs.contains(where: \.preparesFiles) || writing.contains(where: \.preparesFiles)
    }

    /// Those of the runs before have been looked at.
    private mutating func countRejected(_ lines: Int, now: ContinuousClock.Instant) {
        rejected += lines
        if let limit = options.maxRejects, rejected >= limit { stop(.tooManyRejects, now: now) }
    }

    private mutating func hintAtFormat() {
        guard !hasHinted, written.counts.rejectedFromStart >= Self.rejectsForHint else { return }
        hasHinted = true
        onUpdate(.nothingButRejects(lines: written.counts.rejectedFromStart))
    }
}
