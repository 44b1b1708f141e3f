extension Delivery {
    /// The rules: what an answer means for the events that its request carried.
    package mutating func answered(_ piece: Piece, _ answer: Answer, now: ContinuousClock.Instant) {
        var piece = piece
        if !answer.isSent { piece.attempts -= 1 }
        var isThrottle = false
        if case .throttled = answer.meaning { isThrottle = true }
        landed(piece, counted: !isThrottle, now: now)
        if answer.meaning != .abandoned { piece.lastAnswer = answer }

        switch answer.meaning {
        case .accepted:
            succeeded(piece, now: now)
            resolve(piece, piece.importedVerdict)
        case .judged(let judgements):
            succeeded(piece, now: now)
            resolve(piece, judgements)
        case .refused(let isCertain):
            refused(piece, isCertain: isCertain, answer, now: now)
        case .miscounted(let imported):
            // Some of the events are held, but not which; a lone event only if something was.
            let isLone = piece.events.count == 1
            if !isLone || imported != 0 { piece.mayBeHeld = true }
            if isLone, imported != 0 { piece.hasLostAnswer = true }
            if !isLone, answer.code == 200 { piece.isOfMiscount = true }
            refused(piece, isCertain: false, answer, now: now)
        case .tooLarge(let limit):
            tooLarge(piece, limit: limit, answer, now: now)
        case .throttled(let retryAfter):
            throttled(piece, retryAfter: retryAfter, answer, now: now)
        case .inconclusive(let failure):
            failed(piece, failure, answer, now: now)
        case .fatal(let cause):
            stop(cause)
            resolve(piece, piece.pendingVerdict(.stopped))
        case .abandoned:
            piece.mayBeHeld = piece.mayBeHeld || answer.isSent
            resolve(piece, piece.pendingVerdict(.stopped))
        }
    }

    /// The run waits no longer than this for a success.
    package var givesUpAt: ContinuousClock.Instant? { outage.end(after: policy.giveUpAfter) }

    /// The process was suspended for at least so long.
    package mutating func slept(_ duration: Duration) {
        outage.slept(duration)
    }

    package mutating func giveUpIfDue(now: ContinuousClock.Instant) {
        if let end = givesUpAt, now >= end { stop(.outage) }
    }

    private mutating func succeeded(_ piece: Piece, now: ContinuousClock.Instant) {
        successes += 1
        tooLargeStreak = 0
        fruitlessSearches = 0
        bodyGuess.accepted(piece.bodyBytes)
        if throttle.succeeded(inRound: piece.round) { learnedPace.throttleEnded(now: now) }
        learnedPace.succeeded(events: piece.events.count, now: now)
        if let duration = outage.succeeded(now: now) {
            note(.outageEnded(after: duration))
            retryNow()
        }
    }

    private mutating func resolve(_ piece: Piece, _ judgements: [Judgement]) {
        var next = piece.events.lowerBound
        for judgement in judgements {
            let event = piece.events.lowerBound + judgement.index
            resolve(next..<event, of: piece, piece.importedVerdict)
            var verdict = piece.rejectedVerdict(.validation)
            verdict.field = judgement.field
            verdict.message = judgement.message
            resolve(event..<(event + 1), of: piece, verdict)
            next = event + 1
        }
        resolve(next..<piece.events.upperBound, of: piece, piece.importedVerdict)
    }

    /// Halves until the culprit is alone; a culprit is asked about again, because a refusal is final.
    private mutating func refused(
        _ piece: Piece,
        isCertain: Bool,
        _ answer: Answer,
        now: ContinuousClock.Instant
    ) {
        var piece = piece
        piece.refusals += 1
        let isSingle = piece.events.count == 1
        if isSingle, piece.refusals == 1 { piece.successesBefore = successes }
        // Otherwise the server, or something before it, may refuse whatever it is sent for a while.
        let othersPass = successes > piece.successesBefore
        let hasImported = batches[piece.batch]?.hasImported == true
        let lone = inFlight > 0 ? Self.refusalsOfLoneCulprit.most : Self.refusalsOfLoneCulprit.least
        let ofSingle = othersPass || hasImported ? Self.refusalsOfCulprit : lone
        let asksAgain = !isCertain && piece.refusals < (isSingle ? ofSingle : asks(about: answer, piece))
        guard asksAgain || !isSingle else {
            guard maySearch(piece) || hasImported, isCertain || successes > 0 else { return endSearch(piece) }
            guard !piece.hasLostAnswer, !piece.isOfMiscount || answer.tookNone else {
                piece.mayBeHeld = true
                return resolve(piece, piece.pendingVerdict(.refused))
            }
            return resolve(piece, piece.rejectedVerdict(.refused))
        }
        guard maySearch(piece) else { return endSearch(piece) }
        tally.retried(after: answer)
        countSearch(piece, requests: asksAgain ? 1 : 2)
        guard asksAgain else { return halve(piece, by: .count) }
        guard isSingle, !othersPass else { return retry(piece) }
        let wait = policy.delay / 4 + policy.transientWait(failures: piece.refusals, random: &random)
        retry(piece, notBefore: now + wait)
    }

    /// A count that is off may be a slip of the answer; a batch is sent once more before it is taken apart.
    private func asks(about answer: Answer, _ piece: Piece) -> Int {
        answer.code == 200 && !piece.isSuspect ? 2 : 1
    }

    private mutating func tooLarge(_ piece: Piece, limit: Int?, _ answer: Answer, now: ContinuousClock.Instant) {
        if let limit, limit < bodyLimit {
            bodyLimit = limit
            note(.learnedBodyLimit(limit))
        }
        guard piece.events.count == 1 else {
            if limit == nil { bodyGuess.refused(piece.bodyBytes) }
            tally.retried(after: answer)
            return halve(piece, by: .bytes)
        }
        var piece = piece
        piece.tooLarge += 1
        guard piece.tooLarge >= Self.tooLargeOfEvent else {
            tally.retried(after: answer)
            return retry(piece)
        }
        let mayHaveBeenTaken = piece.hasLostAnswer || piece.isOfMiscount
        resolve(piece, mayHaveBeenTaken ? piece.pendingVerdict(.tooLarge) : piece.rejectedVerdict(.tooLarge))
        tooLargeStreak += 1
        if tooLargeStreak >= Self.tooLargeInARow { stop(.everythingTooLarge) }
    }

    private mutating func throttled(
        _ piece: Piece,
        retryAfter: Duration?,
        _ answer: Answer,
        now: ContinuousClock.Instant
    ) {
        var piece = piece
        // A gateway's 503 may come after the service has taken the request; a 429 is its refusal to.
        if answer.code != 429 {
            piece.mayBeHeld = true
            piece.hasLostAnswer = true
        }
        outage.failed(sentAt: piece.sentAt ?? now, now: now, timeout: policy.timeout)
        if retryAfter == .zero { noteIgnoredRetryAfter() }
        throttle.refused(inRound: piece.round, retryAfter: retryAfter, policy: policy, now: now, random: &random)
        if stopCause == nil, outage.hasLasted(policy.delay * 15, now: now), outage.declare() {
            note(.outageBegan(.http(answer.code ?? 429), answer.message))
        }
        tally.retried(after: answer)
        retry(piece)
    }

    private mutating func failed(
        _ piece: Piece,
        _ failure: Failure,
        _ answer: Answer,
        now: ContinuousClock.Instant
    ) {
        var piece = piece
        piece.failures += 1
        if piece.failures == 1, !piece.isSuspect { piece.successesBefore = successes }
        if failure.mayBeHeld {
            piece.mayBeHeld = true
            piece.hasLostAnswer = true
        }
        let sentAt = piece.sentAt ?? now
        outage.failed(sentAt: sentAt, now: now, timeout: policy.timeout)
        if failure.reason == .timeout, failure.mayBeHeld { throttle.timedOut(sentAt: sentAt, now: now) }
        let isPartOfMany = piece.isSuspect && piece.events.count > 1
        let attempts = isPartOfMany ? min(Self.attemptsOfPart, failure.attempts ?? .max) : failure.attempts
        guard policy.isExhausted(after: piece.failures, of: attempts) else {
            tally.retried(after: answer)
            retryLater(piece, now: now)
            return declareOutageIfEndless(piece, failure, now: now)
        }
        exhausted(piece, failure, answer, now: now)
    }

    /// Without a limit of attempts patience is never used up, but an outage is one all the same.
    private mutating func declareOutageIfEndless(_ piece: Piece, _ failure: Failure, now: ContinuousClock.Instant) {
        let isEndless = policy.maxAttempts == 0 && piece.failures >= RetryPolicy().maxAttempts
        if isEndless, successes == piece.successesBefore, stopCause == nil { declareOutage(failure, piece, now: now) }
    }

    /// The attempts of a piece are used up: is it the piece, or is it everything?
    private mutating func exhausted(
        _ piece: Piece,
        _ failure: Failure,
        _ answer: Answer,
        now: ContinuousClock.Instant
    ) {
        let othersPass = successes > piece.successesBefore || isUnderSearch(piece, failure)
        guard failure.mayBeHeld || failure.isSenseless || othersPass else {
            // Nothing was sent, and nothing else gets through: the piece cannot be the cause.
            tally.retried(after: answer)
            retryLater(piece, now: now)
            if stopCause == nil { declareOutage(failure, piece, now: now) }
            return
        }
        if failure.isSenseless {
            resolve(piece, piece.pendingVerdict(failure.reason))
            if !othersPass { searchWasFruitless() }
            return
        }
        if piece.events.count == 1, othersPass { return resolve(piece, piece.pendingVerdict(failure.reason)) }
        if othersPass, !maySearch(piece) { return resolve(piece, piece.pendingVerdict(failure.reason)) }
        tally.retried(after: answer)
        let isOutage =
            !othersPass && outage.isEstablished(failure, now: now, patience: max(policy.delay * 15, policy.timeout * 2))
        // In an outage only the first part is cut on, so that a batch of several culprits is still taken apart.
        let isLeading = !waiting.contains { $0.batch == piece.batch && $0.events.lowerBound < piece.events.lowerBound }
        if piece.events.count > 1, !isOutage || !piece.isSuspect || isLeading {
            if othersPass { countSearch(piece, requests: 2) }
            halve(piece, by: .count)
        } else {
            retryLater(piece, now: now)
        }
        if isOutage, stopCause == nil { declareOutage(failure, piece, now: now) }
    }

    /// The server answers, and has taken other events of the batch: what it stumbles over is in this piece.
    private func isUnderSearch(_ piece: Piece, _ failure: Failure) -> Bool {
        guard case .http = failure.reason, piece.isSuspect else { return false }
        return batches[piece.batch]?.hasImported == true
    }

    private mutating func declareOutage(_ failure: Failure, _ piece: Piece, now: ContinuousClock.Instant) {
        if outage.declare() { note(.outageBegan(failure.reason, piece.lastAnswer?.message)) }
        throttle.outage(pauseUntil: now + policy.transientWait(failures: piece.failures, random: &random))
    }

    private mutating func retryLater(_ piece: Piece, now: ContinuousClock.Instant) {
        retry(piece, notBefore: now + policy.transientWait(failures: piece.failures, random: &random))
        guard outage.isDeclared else { return }
        throttle.outage(pauseUntil: now + policy.transientWait(failures: outage.failures, random: &random))
    }
}

extension Piece {
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
