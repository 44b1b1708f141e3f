/// The rules: what an answer means for the events that its request carried. Each says what it answers: a fault of the
/// service's or the network's, or a law of the report: *truth* (imported only on proof; what the server holds is never
/// called rejected or undelivered), *bounds* (requests and time are limited whatever the server does).
extension Delivery {
    package mutating func answered(_ subBatch: SubBatch, _ answer: Proof, now: ContinuousClock.Instant) {
        var subBatch = subBatch
        // Bounds of the rate: the service does not count what it throttles, nor what never reached it.
        var isCounted = answer.isSent
        if !answer.isSent { subBatch.attempts -= 1 }
        if case .throttled = answer.meaning { isCounted = false }
        landed(subBatch, counted: isCounted, now: now)
        if answer.meaning != .abandoned { subBatch.lastAnswer = answer }

        switch answer.meaning {
        case .accepted:
            succeeded(subBatch, now: now)
            resolve(subBatch, subBatch.importedVerdict)
        case .judged(let rejected):
            succeeded(subBatch, now: now)
            resolve(subBatch, rejected)
        case .refused(let isCertain):
            refused(subBatch, isCertain: isCertain, answer, now: now)
        case .miscounted(let imported):
            // Truth: some of the events are held, but it is not known which; a lone event only if something was.
            if subBatch.events.count > 1 {
                subBatch.evidence.add(answer.code == 200 ? .miscounted : .someTaken)
            } else if imported != 0 {
                subBatch.evidence.add(.lost)
            }
            refused(subBatch, isCertain: false, answer, now: now)
        case .tooLarge(let limit):
            tooLarge(subBatch, limit: limit, answer, now: now)
        case .throttled(let retryAfter):
            throttled(subBatch, retryAfter: retryAfter, answer, now: now)
        case .inconclusive(let failure):
            failed(subBatch, failure, answer, now: now)
        case .fatal(let cause):
            // A wrong password or address fails for every request: what is sent next would only lock an account.
            stop(cause)
            resolve(subBatch, subBatch.pendingVerdict(.stopped))
        case .abandoned:
            // Truth: the service may still take a request that this run no longer waits for.
            if answer.isSent { subBatch.evidence.add(.lost) }
            resolve(subBatch, subBatch.pendingVerdict(.stopped))
        }
    }

    private mutating func succeeded(_ subBatch: SubBatch, now: ContinuousClock.Instant) {
        successes += 1
        tooLargeStreak = 0
        fruitlessSearches = 0
        bodySizeEstimator.accepted(subBatch.bodyBytes)
        let probes = concurrencyLimiter.probes
        let isOfThrottle = concurrencyLimiter.isThrottled && subBatch.round != concurrencyLimiter.round
        if concurrencyLimiter.succeeded(inRound: subBatch.round) {
            adaptiveRate.throttleEnded(probes: probes, now: now)
        }
        adaptiveRate.succeeded(events: subBatch.events.count, duringThrottle: isOfThrottle, now: now)
        if let duration = outage.succeeded(now: now) {
            note(.outageEnded(after: duration))
            retryNow()
        }
    }

    /// `failed_records` that add up: these events are rejected, and all others are proved to be taken.
    private mutating func resolve(_ subBatch: SubBatch, _ rejected: [RejectedEvent]) {
        var next = subBatch.events.lowerBound
        for record in rejected {
            let event = subBatch.events.lowerBound + record.index
            resolve(next..<event, of: subBatch, subBatch.importedVerdict)
            var verdict = subBatch.rejectedVerdict(.validation)
            verdict.field = record.field
            verdict.message = record.message
            resolve(event..<(event + 1), of: subBatch, verdict)
            next = event + 1
        }
        resolve(next..<subBatch.events.upperBound, of: subBatch, subBatch.importedVerdict)
    }

    /// A 400 without records, or with ones that cannot be believed, and a count that is off: halves until the poison
    /// event is alone. A lone event is asked about again, because rejecting it is final and a refusal may be spurious.
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
        // While other events are accepted, the refusal is about this one. Otherwise the server, or a proxy in front of
        // it, may refuse everything for a while.
        let othersPass = successes > subBatch.successesBefore
        let hasImported = batches[subBatch.batch]?.hasImported == true
        let lone = inFlight > 0 ? Self.refusalsOfLonePoisonEvent.most : Self.refusalsOfLonePoisonEvent.least
        let ofSingle = othersPass || hasImported ? Self.refusalsOfPoisonEvent : lone
        let asksAgain = !isCertain && subBatch.refusals < (isSingle ? ofSingle : asks(about: answer, subBatch))
        guard asksAgain || !isSingle else {
            // A server that refuses whatever it is sent proves nothing against this event.
            guard maySearch(subBatch) || hasImported, isCertain || successes > 0 else { return endSearch(subBatch) }
            // Truth: an event that may be held is not rejected; the server may refuse it because it has it.
            let isSettled = subBatch.evidence.isSettled(byRefusalThatTookNone: answer.tookNone)
            return resolve(
                subBatch,
                isSettled ? subBatch.rejectedVerdict(.refused) : subBatch.pendingVerdict(.refused)
            )
        }
        // Bounds: a server that refuses at random, or everything, does not cost more than so many requests a batch.
        guard maySearch(subBatch) else { return endSearch(subBatch) }
        statistics.retried(after: answer)
        countSearch(subBatch, requests: asksAgain ? 1 : 2)
        guard asksAgain else { return halve(subBatch, by: .count) }
        // While nothing is accepted, the refusal may be temporary: wait.
        guard isSingle, !othersPass else { return retry(subBatch) }
        latestTrouble = LatestTrouble(reason: .http(answer.code ?? 400), message: answer.message, at: now)
        let wait = policy.delay / 4 + policy.transientWait(failures: subBatch.refusals, random: &random)
        retry(subBatch, notBefore: now + wait)
    }

    /// A wrong count may be a mistake in the answer; the batch is sent once more before it is taken apart.
    private func asks(about answer: Proof, _ subBatch: SubBatch) -> Int {
        answer.code == 200 && !subBatch.isSuspect ? 2 : 1
    }

    /// 413: halves by bytes. If it names a limit, all later batches keep to it.
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
        // A 413 of a single event may be spurious too: it is believed when it comes twice.
        guard subBatch.tooLarge >= Self.tooLargeOfEvent else {
            statistics.retried(after: answer)
            return retry(subBatch)
        }
        // Truth: an event that may be held is not rejected.
        let isSettled = subBatch.evidence.isSettledByTooLarge
        resolve(subBatch, isSettled ? subBatch.rejectedVerdict(.tooLarge) : subBatch.pendingVerdict(.tooLarge))
        // Bounds: a server that finds everything too large does not get every line of the input.
        tooLargeStreak += 1
        if tooLargeStreak >= Self.tooLargeInARow { stop(.everythingTooLarge) }
    }

    /// 429 and 503: all requests wait, and single requests probe whether the throttle has ended; attempts are not used
    /// up. If the service has been seen to refuse at random, only the refused request waits, unless the answer says for
    /// how long.
    private mutating func throttled(
        _ subBatch: SubBatch,
        retryAfter: Duration?,
        _ answer: Proof,
        now: ContinuousClock.Instant
    ) {
        var subBatch = subBatch
        // Truth: a gateway's 503 may come after the service has taken the request; a 429 is its refusal to.
        if answer.code != 429 { subBatch.evidence.add(.lost) }
        outage.failed(sentAt: subBatch.sentAt ?? now, now: now, timeout: policy.timeout)
        latestTrouble = LatestTrouble(reason: .http(answer.code ?? 429), message: answer.message, at: now)
        if retryAfter == .zero { noteIgnoredRetryAfter() }
        let isAlone = adaptiveRate.refused(
            duringThrottle: concurrencyLimiter.isThrottled || subBatch.round != concurrencyLimiter.round,
            asksForWait: retryAfter.map { $0 > .zero } ?? false
        )
        guard !isAlone else {
            statistics.retried(after: answer)
            concurrencyLimiter.refusedAlone()
            return retry(subBatch, notBefore: now + policy.transientWait(failures: 1, random: &random))
        }
        concurrencyLimiter.refused(
            inRound: subBatch.round,
            retryAfter: retryAfter,
            policy: policy,
            now: now,
            random: &random
        )
        // A throttle that lasts is an outage for the user, who is told once.
        if !isStopped, outage.hasLasted(policy.delay * 15, now: now), outage.declare() {
            note(.outageBegan(.http(answer.code ?? 429), message: answer.message))
        }
        statistics.retried(after: answer)
        retry(subBatch)
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
