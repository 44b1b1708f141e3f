/// The rules for requests that ended without a verdict: answers that pass with time, answers that prove nothing, and no
/// answer at all. Patience with one batch, the search for an event that the server fails on, and outages.
extension Delivery {
    /// The run waits no longer than this for a success.
    package var givesUpAt: ContinuousClock.Instant? { outage.end(after: policy.giveUpAfter) }

    /// The process was suspended for at least this long.
    package mutating func slept(_ duration: Duration) {
        outage.slept(duration)
    }

    mutating func failed(
        _ subBatch: SubBatch,
        _ failure: Failure,
        _ answer: Proof,
        now: ContinuousClock.Instant
    ) {
        var subBatch = subBatch
        subBatch.failures += 1
        latestTrouble = LatestTrouble(reason: failure.reason, message: answer.message, at: now)
        if subBatch.failures == 1, !subBatch.isSuspect { subBatch.successesBefore = successes }
        // Truth: a request that left may have been taken, whatever became of its answer.
        if failure.mayBeHeld { subBatch.evidence.add(.lost) }
        let sentAt = subBatch.sentAt ?? now
        outage.failed(sentAt: sentAt, now: now, timeout: policy.timeout)
        // Requests that share a slow connection all time out: fewer at a time get through.
        if failure.reason == .timeout, failure.mayBeHeld { concurrencyLimiter.timedOut(sentAt: sentAt, now: now) }
        let isPartOfMany = subBatch.isSuspect && subBatch.events.count > 1
        let attempts = isPartOfMany ? min(Self.attemptsOfPart, failure.attempts ?? .max) : failure.attempts
        guard policy.isExhausted(after: subBatch.failures, of: attempts) else {
            statistics.retried(after: answer)
            retryLater(subBatch, now: now)
            return declareOutageIfEndless(subBatch, failure, now: now)
        }
        exhausted(subBatch, failure, answer, now: now)
    }

    /// Without a limit of attempts patience is never used up, but an outage is one all the same.
    private mutating func declareOutageIfEndless(_ subBatch: SubBatch, _ failure: Failure, now: ContinuousClock.Instant)
    {
        let isEndless = policy.maxAttempts == nil && subBatch.failures >= RetryPolicy.usualAttempts
        if isEndless, successes == subBatch.successesBefore, !isStopped {
            declareOutage(failure, subBatch, now: now)
        }
    }

    /// The attempts of a sub-batch are used up: is it the sub-batch, or is it everything?
    private mutating func exhausted(
        _ subBatch: SubBatch,
        _ failure: Failure,
        _ answer: Proof,
        now: ContinuousClock.Instant
    ) {
        let othersPass =
            successes > subBatch.successesBefore || isUnderSearch(subBatch, failure)
            || isRepetition && failure.isOfEvents
        guard failure.mayBeHeld || failure.isProtocolViolation || othersPass else {
            // A refused connection, an unknown name: nothing was sent, and nothing else gets through. The events cannot
            // be the cause.
            statistics.retried(after: answer)
            retryLater(subBatch, now: now)
            if !isStopped { declareOutage(failure, subBatch, now: now) }
            return
        }
        // A 202, a login page, a 501: an answer that proved nothing eight times will prove nothing for smaller parts.
        if failure.isProtocolViolation {
            resolve(subBatch, subBatch.pendingVerdict(failure.reason))
            if !othersPass { searchWasFruitless() }
            return
        }
        // The poison event that the server fails on is found. Bounds: or the search has cost enough.
        if subBatch.events.count == 1, othersPass { return resolve(subBatch, subBatch.pendingVerdict(failure.reason)) }
        if othersPass, !maySearch(subBatch) { return resolve(subBatch, subBatch.pendingVerdict(failure.reason)) }
        statistics.retried(after: answer)
        let isOutage =
            !othersPass && outage.isEstablished(failure, now: now, patience: max(policy.delay * 15, policy.timeout * 2))
        // In an outage only the first part is halved further, so that a batch of several poison events is still taken
        // apart.
        let isLeading = !waiting.contains {
            $0.batch == subBatch.batch && $0.events.lowerBound < subBatch.events.lowerBound
        }
        if subBatch.events.count > 1, !isOutage || !subBatch.isSuspect || isLeading {
            if othersPass { countSearch(subBatch, requests: 2) }
            halve(subBatch, by: .count)
        } else {
            retryLater(subBatch, now: now)
        }
        if isOutage, !isStopped { declareOutage(failure, subBatch, now: now) }
    }

    /// The server answers, and has taken other events of the batch: the poison event is in this sub-batch.
    private func isUnderSearch(_ subBatch: SubBatch, _ failure: Failure) -> Bool {
        guard case .http = failure.reason, subBatch.isSuspect else { return false }
        return batches[subBatch.batch]?.hasImported == true
    }

    private mutating func declareOutage(_ failure: Failure, _ subBatch: SubBatch, now: ContinuousClock.Instant) {
        if outage.declare() { note(.outageBegan(failure.reason, message: subBatch.lastAnswer?.message)) }
        concurrencyLimiter.outage(pauseUntil: now + policy.transientWait(failures: subBatch.failures, random: &random))
    }

    private mutating func retryLater(_ subBatch: SubBatch, now: ContinuousClock.Instant) {
        retry(subBatch, notBefore: now + policy.transientWait(failures: subBatch.failures, random: &random))
        guard outage.isDeclared else { return }
        concurrencyLimiter.outage(pauseUntil: now + policy.transientWait(failures: outage.failures, random: &random))
    }
}

extension Failure {
    /// An answer of a server that is there. In a replay, which sends what failed while other lines got through, it is
    /// taken for one about these events; in a first run it may as well be an outage, and giving up on batch after batch
    /// would burn through the whole input.
    fileprivate var isOfEvents: Bool {
        guard case .http(let status) = reason else { return false }
        return status == 500 || status == 501 || status > 504 && !(520...524).contains(status)
    }
}
