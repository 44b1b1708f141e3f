/// What ends a run before its input does, and when the loop looks for it.
extension ImportLoop {
    mutating func stop(_ cause: StopCause, message: String? = nil, now: ContinuousClock.Instant) {
        let phase = stop.phase
        if stop.stop(cause, now: now) { onUpdate(.stopping(cause, message: message)) }
        delivery.stop(mayFlush: cause == .requested)
        if phase == .running { steps.append(.stopReading) }
        abandonIfDue(after: phase)
    }

    /// The bounds in time: cancellation, deadline, the end of a grace, the end of patience.
    mutating func lookAtBounds(now: ContinuousClock.Instant, isCancelled: Bool) {
        let phase = stop.phase
        if let cause = stop.boundReached(now: now, isCancelled: isCancelled) { stop(cause, now: now) }
        abandonIfDue(after: phase)
        // While a write waits for its reader, patience with the service stands still.
        if !stop.isAbandoned, writing.isEmpty, let end = delivery.givesUpAt, now >= end {
            stop(.outage, message: delivery.obstacle, now: now)
        }
    }

    private mutating func abandonIfDue(after phase: StopState.Phase) {
        guard stop.isAbandoned, phase != .abandoned else { return }
        delivery.abandon()
        steps.append(.abandon)
    }

    mutating func listen() {
        guard !isListening, !stop.isAbandoned else { return }
        isListening = true
        steps.append(.listenForStop)
    }

    mutating func schedule(now: ContinuousClock.Instant) {
        wake(at: stop.nextCheck)
        if let end = delivery.givesUpAt, end > now {
            // Often enough to notice that the process was suspended meanwhile.
            wake(at: min(end, now + LoopTimers.longestLag))
        }
        guard let interval = options.progressInterval, let next = nextProgress else { return }
        if now >= next {
            nextProgress = now + interval
            onUpdate(.progress(progress(now: now)))
        }
        wake(at: nextProgress)
    }

    private func progress(now: ContinuousClock.Instant) -> ImportProgress {
        let resumed = resumedAt?.counts ?? LineCounts()
        var progress = ImportProgress(
            // Rows that stay count before the first write says so.
            counts: written.counts.lines < resumed.lines ? resumed : written.counts,
            resumed: resumed,
            inFlight: delivery.inFlight,
            statistics: delivery.statistics,
            state: state(now: now)
        )
        if lastLineRead > 0 { progress.shareDone = Double(lastLineWritten) / Double(lastLineRead) }
        progress.inputBytes = meter?.bytes ?? 0
        return progress
    }

    private func state(now: ContinuousClock.Instant) -> ImportState {
        if case .stopping(let end) = stop.phase { return .stopping(until: end) }
        if isResume, resumedAt == nil, let meter { return .passingOver(lines: meter.lines) }
        return .delivering(delivery.state(now: now))
    }

    mutating func wake(at instant: ContinuousClock.Instant?) {
        guard let instant, !stop.isAbandoned, timers.add(instant) else { return }
        steps.append(.wait(until: instant))
    }
}
