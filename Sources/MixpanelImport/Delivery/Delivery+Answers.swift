extension Delivery {
    /// The rules: what an answer means for the events that its request carried.
    package mutating func answered(_ subBatch: SubBatch, _ answer: Proof, now: ContinuousClock.Instant) {
        var subBatch = subBatch
        if !answer.isSent { subBatch.attempts -= 1 }
        var isThrottle = false
        if case .throttled = answer.meaning { isThrottle = true }
        landed(subBatch, counted: !isThrottle, now: now)
        if answer.meaning != .abandoned { subBatch.lastAnswer = answer }

        switch answer.meaning {
        case .accepted:
            succeeded(subBatch, now: now)
            resolve(subBatch, subBatch.importedVerdict)
        case .judged(let judgements):
            succeeded(subBatch, now: now)
            resolve(subBatch, judgements)
        case .refused(let isCertain):
            refused(subBatch, isCertain: isCertain, answer, now: now)
        case .miscounted(let imported):
            // Some of the events are held, but not which; a lone event only if something was.
            let isLone = subBatch.events.count == 1
            if !isLone || imported != 0 { subBatch.mayBeHeld = true }
            if isLone, imported != 0 { subBatch.hasLostAnswer = true }
            if !isLone, answer.code == 200 { subBatch.isOfMiscount = true }
            refused(subBatch, isCertain: false, answer, now: now)
        case .tooLarge(let limit):
            tooLarge(subBatch, limit: limit, answer, now: now)
        case .throttled(let retryAfter):
            throttled(subBatch, retryAfter: retryAfter, answer, now: now)
        case .inconclusive(let failure):
            failed(subBatch, failure, answer, now: now)
        case .fatal(let cause):
            stop(cause)
            resolve(subBatch, subBatch.pendingVerdict(.stopped))
        case .abandoned:
            subBatch.mayBeHeld = subBatch.mayBeHeld || answer.isSent
            resolve(subBatch, subBatch.pendingVerdict(.stopped))
        }
    }

    /// The run waits no longer than this for a success.
    package var givesUpAt: ContinuousClock.Instant? { outage.end(after: policy.giveUpAfter) }

    /// The process was suspended for at least so long.
    package mutating func slept(_ duration: Duration) {
        outage.slept(duration)
    }

    private mutating func succeeded(_ subBatch: SubBatch, now: ContinuousClock.Instant) {
        successes += 1
        tooLargeStreak = 0
        fruitlessSearches = 0
        bodySizeEstimator.accepted(subBatch.bodyBytes)
        if concurrencyLimiter.succeeded(inRound: subBatch.round) { adaptiveRate.throttleEnded(now: now) }
        adaptiveRate.succeeded(events: subBatch.events.count, now: now)
        if let duration = outage.succeeded(now: now) {
            note(.outageEnded(after: duration))
            retryNow()
        }
    }

    private mutating func resolve(_ subBatch: SubBatch, _ judgements: [Judgement]) {
        var next = subBatch.events.lowerBound
        for judgement in judgements {
            let event = subBatch.events.lowerBound + judgement.index
            resolve(next..<event, of: subBatch, subBatch.importedVerdict)
            var verdict = subBatch.rejectedVerdict(.validation)
            verdict.field = judgement.field
            verdict.message = judgement.message
            resolve(event..<(event + 1), of: subBatch, verdict)
            next = event + 1
        }
        resolve(next..<subBatch.events.upperBound, of: subBatch, subBatch.importedVerdict)
    }

    /// Halves until the poison event is alone; a poison event is asked about again, because a refusal is final.
    private mutating func refused(
        _ subBatch: SubBatch,
        isCertain: Bool,
        _ answer: Proof,
        now: ContinuousClock.Instant
    ) {
        var subBatch = subBatch
        subBatch.refusals += 1
        let isSingle = subBatch.events.count == 1
        if isSingle, subBatch.refusals == 1 { subBatch.successesBefore = successes }
        // Otherwise the server, or something before it, may refuse whatever it is sent for a while.
        let othersPass = successes > subBatch.successesBefore
        let hasImported = batches[subBatch.batch]?.hasImported == true
        let lone = inFlight > 0 ? Self.refusalsOfLonePoisonEvent.most : Self.refusalsOfLonePoisonEvent.least
        let ofSingle = othersPass || hasImported ? Self.refusalsOfPoisonEvent : lone
        let asksAgain = !isCertain && subBatch.refusals < (isSingle ? ofSingle : asks(about: answer, subBatch))
        guard asksAgain || !isSingle else {
            guard maySearch(subBatch) || hasImported, isCertain || successes > 0 else { return endSearch(subBatch) }
            guard !subBatch.hasLostAnswer, !subBatch.isOfMiscount || answer.tookNone else {
                subBatch.mayBeHeld = true
                return resolve(subBatch, subBatch.pendingVerdict(.refused))
            }
            return resolve(subBatch, subBatch.rejectedVerdict(.refused))
        }
        guard maySearch(subBatch) else { return endSearch(subBatch) }
        statistics.retried(after: answer)
        countSearch(subBatch, requests: asksAgain ? 1 : 2)
        guard asksAgain else { return halve(subBatch, by: .count) }
        guard isSingle, !othersPass else { return retry(subBatch) }
        let wait = policy.delay / 4 + policy.transientWait(failures: subBatch.refusals, random: &random)
        retry(subBatch, notBefore: now + wait)
    }

    /// A count that is off may be a slip of the answer; a batch is sent once more before it is taken apart.
    private func asks(about answer: Proof, _ subBatch: SubBatch) -> Int {
        answer.code == 200 && !subBatch.isSuspect ? 2 : 1
    }

    private mutating func tooLarge(_ subBatch: SubBatch, limit: Int?, _ answer: Proof, now: ContinuousClock.Instant) {
        if let limit, limit < bodyLimit {
            bodyLimit = limit
            note(.learnedBodyLimit(limit))
        }
        guard subBatch.events.count == 1 else {
            if limit == nil { bodySizeEstimator.refused(subBatch.bodyBytes) }
            statistics.retried(after: answer)
            return halve(subBatch, by: .bytes)
        }
        var subBatch = subBatch
        subBatch.tooLarge += 1
        guard subBatch.tooLarge >= Self.tooLargeOfEvent else {
            statistics.retried(after: answer)
            return retry(subBatch)
        }
        let mayHaveBeenTaken = subBatch.hasLostAnswer || subBatch.isOfMiscount
        resolve(subBatch, mayHaveBeenTaken ? subBatch.pendingVerdict(.tooLarge) : subBatch.rejectedVerdict(.tooLarge))
        tooLargeStreak += 1
        if tooLargeStreak >= Self.tooLargeInARow { stop(.everythingTooLarge) }
    }

    private mutating func throttled(
        _ subBatch: SubBatch,
        retryAfter: Duration?,
        _ answer: Proof,
        now: ContinuousClock.Instant
    ) {
        var subBatch = subBatch
        // A gateway's 503 may come after the service has taken the request; a 429 is its refusal to.
        if answer.code != 429 {
            subBatch.mayBeHeld = true
            subBatch.hasLostAnswer = true
        }
        outage.failed(sentAt: subBatch.sentAt ?? now, now: now, timeout: policy.timeout)
        if retryAfter == .zero { noteIgnoredRetryAfter() }
        concurrencyLimiter.refused(
            inRound: subBatch.round,
            retryAfter: retryAfter,
            policy: policy,
            now: now,
            random: &random
        )
        if !isStopped, outage.hasLasted(policy.delay * 15, now: now), outage.declare() {
            note(.outageBegan(.http(answer.code ?? 429), message: answer.message))
        }
        statistics.retried(after: answer)
        retry(subBatch)
    }

    private mutating func failed(
        _ subBatch: SubBatch,
        _ failure: Failure,
        _ answer: Proof,
        now: ContinuousClock.Instant
    ) {
        var subBatch = subBatch
        subBatch.failures += 1
        if subBatch.failures == 1, !subBatch.isSuspect { subBatch.successesBefore = successes }
        if failure.mayBeHeld {
            subBatch.mayBeHeld = true
            subBatch.hasLostAnswer = true
        }
        let sentAt = subBatch.sentAt ?? now
        outage.failed(sentAt: sentAt, now: now, timeout: policy.timeout)
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
        let othersPass = successes > subBatch.successesBefore || isUnderSearch(subBatch, failure)
        guard failure.mayBeHeld || failure.isProtocolViolation || othersPass else {
            // Nothing was sent, and nothing else gets through: the sub-batch cannot be the cause.
            statistics.retried(after: answer)
            retryLater(subBatch, now: now)
            if !isStopped { declareOutage(failure, subBatch, now: now) }
            return
        }
        if failure.isProtocolViolation {
            resolve(subBatch, subBatch.pendingVerdict(failure.reason))
            if !othersPass { searchWasFruitless() }
            return
        }
        if subBatch.events.count == 1, othersPass { return resolve(subBatch, subBatch.pendingVerdict(failure.reason)) }
        if othersPass, !maySearch(subBatch) { return resolve(subBatch, subBatch.pendingVerdict(failure.reason)) }
        statistics.retried(after: answer)
        let isOutage =
            !othersPass && outage.isEstablished(failure, now: now, patience: max(policy.delay * 15, policy.timeout * 2))
        // In an outage only the first part is cut on, so that a batch of several poison events is still taken apart.
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

    /// The server answers, and has taken other events of the batch: what it stumbles over is in this sub-batch.
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

extension SubBatch {
    var importedVerdict: Verdict {
        var verdict = Verdict(.imported)
        verdict.attempts = attempts
        return verdict
    }

    func rejectedVerdict(_ reason: Reason) -> Verdict {
        var verdict = Verdict(.rejected, by: .server, reason, lastAnswer?.message)
        verdict.code = lastAnswer?.code
        verdict.attempts = attempts
        return verdict
    }
}
