/// Decides what is sent when, and what every answer means for the lines: the one owner of all delivery state.
///
/// Knows no clock, no network and no randomness but what it is given.
package struct Delivery: Sendable {
    package enum Next: Sendable {
        case send(Piece)
        /// Nothing can be sent before this time, or, if nil, before an answer or a batch comes.
        case wait(until: ContinuousClock.Instant?)
    }

    /// Requests for finding culprits in one batch. One culprit in 2,000 events takes 11 halvings, two requests each,
    /// and two to confirm; ten culprits fit.
    static let extraRequestsPerBatch = 256
    /// Refusals without a reason that a single event needs to be called rejected: one may be a mishap of the server.
    static let refusalsOfCulprit = 3
    /// The same where the server takes no other event meanwhile, and where others are still under way.
    static let refusalsOfLoneCulprit = (least: 5, most: 10)
    /// The same for an event that is too large.
    static let tooLargeOfEvent = 2
    /// Attempts of a part of a batch that failed as a whole, before it is halved in turn.
    static let attemptsOfPart = 2
    /// Single events refused as too large, one after the other, that end a run.
    static let tooLargeInARow = 50

    let policy: RetryPolicy
    private(set) var waiting: [Piece] = []
    private(set) var batches: [Int: DeliveredBatch] = [:]
    private(set) var inFlight = 0
    package private(set) var stopCause: StopCause?
    package var tally = DeliveryTally()
    package private(set) var notices: [DeliveryNotice] = []
    var throttle: Throttle
    var pace: Pace
    var learnedPace: LearnedPace
    var random: SeededRandom
    var outage = Outage()
    /// The largest body that the server says it allows.
    var bodyLimit: Int
    /// The same where it only refused larger ones.
    var bodyGuess = BodyGuess()
    var successes = 0
    var tooLargeStreak = 0
    /// Batches since the latest success whose search led nowhere.
    var fruitlessSearches = 0
    private var hasIgnoredRetryAfter = false
    /// Stopped by a signal while nothing stood in the way: the lines that still waited for others can be sent.
    private var mayFlush = false

    package init(policy: RetryPolicy, concurrency: Int, bodyLimit: Int, pace: Pace, seed: UInt64) {
        self.policy = policy
        self.bodyLimit = bodyLimit
        self.pace = pace
        learnedPace = LearnedPace(firstWait: policy.delay)
        throttle = Throttle(concurrency: concurrency)
        random = SeededRandom(seed: seed)
    }

    /// `mayBeHeld`: an earlier run may have sent these lines.
    package mutating func add(_ lines: ScannedBatch, as batch: Int, mayBeHeld: Bool = false) {
        batches[batch] = DeliveredBatch(lines, successesBefore: successes)
        let events = 0..<lines.events.count
        guard !events.isEmpty else { return }
        var piece = Piece(batch: batch, events: events, bodyBytes: lines.bodyBytes(of: events))
        piece.successesBefore = successes
        piece.mayBeHeld = mayBeHeld
        piece.hasLostAnswer = mayBeHeld
        guard stopCause == nil || mayFlush else { return resolve(piece, piece.pendingVerdict(.stopped)) }
        mayFlush = false
        waiting.append(piece)
    }

    package mutating func next(now: ContinuousClock.Instant) -> Next {
        let next = nextOfWaiting(now: now)
        guard stopCause != nil, case .wait = next else { return next }
        // Behind a stop nothing waits.
        resolveWaiting()
        return .wait(until: nil)
    }

    private mutating func nextOfWaiting(now: ContinuousClock.Instant) -> Next {
        guard !waiting.isEmpty, inFlight < throttle.allowed else { return .wait(until: nil) }
        if let pause = throttle.pausedUntil, pause > now { return .wait(until: pause) }
        guard let index = firstEligible(now: now) else {
            return .wait(until: waiting.lazy.compactMap(\.notBefore).min())
        }
        let piece = waiting[index]
        if piece.bodyBytes > min(bodyLimit, bodyGuess.limit), piece.events.count > 1 {
            waiting.remove(at: index)
            halve(piece, by: .bytes)
            return nextOfWaiting(now: now)
        }
        if let instant = learnedPace.wait(now: now) { return .wait(until: instant) }
        switch pace.wait(events: piece.events.count, bytes: piece.bodyBytes, now: now) {
        case .until(let instant): return .wait(until: instant)
        case .untilAnswer: return .wait(until: nil)
        case nil: return .send(take(index, now: now))
        }
    }

    package func lines(of piece: Piece) -> ScannedBatch? { batches[piece.batch]?.lines }

    /// The batch, once every event of it has its verdict.
    package mutating func takeFinished(_ batch: Int) -> DeliveredBatch? {
        guard batches[batch]?.isComplete == true else { return nil }
        return batches.removeValue(forKey: batch)
    }

    /// Sends nothing more: what waits is resolved now, what is in flight when its answer comes. Of several causes
    /// the one counts that the exit code tells of first.
    ///
    /// A signal lets one batch follow that was not full yet, where it can be sent at once.
    package mutating func stop(_ cause: StopCause) {
        mayFlush = false
        if let stopCause, cause.urgency <= stopCause.urgency { return }
        if case .signal = cause { mayFlush = stopCause == nil && waiting.isEmpty && outage.since == nil }
        stopCause = cause
        resolveWaiting()
    }

    /// Not even that one batch.
    package mutating func abandon() {
        mayFlush = false
        resolveWaiting()
    }

    private mutating func resolveWaiting() {
        let pieces = waiting
        waiting = []
        for piece in pieces { resolve(piece, piece.pendingVerdict(.stopped)) }
    }

    package mutating func takeNotices() -> [DeliveryNotice] {
        defer { notices = [] }
        return notices
    }

    package var throttledUntil: ContinuousClock.Instant? { throttle.isThrottled ? throttle.pausedUntil : nil }

    /// Earlier lines first, so that the window moves on and a search goes deep before it goes wide.
    private func firstEligible(now: ContinuousClock.Instant) -> Int? {
        var best: Int?
        for (index, piece) in waiting.enumerated() where (piece.notBefore ?? now) <= now {
            if best.map({ piece.precedes(waiting[$0]) }) ?? true { best = index }
        }
        return best
    }

    private mutating func take(_ index: Int, now: ContinuousClock.Instant) -> Piece {
        var piece = waiting.remove(at: index)
        piece.attempts += 1
        piece.round = throttle.round
        piece.sentAt = now
        piece.notBefore = nil
        inFlight += 1
        pace.send(events: piece.events.count, bytes: piece.bodyBytes)
        learnedPace.sent(events: piece.events.count, now: now)
        return piece
    }

    mutating func landed(_ piece: Piece, counted: Bool, now: ContinuousClock.Instant) {
        inFlight -= 1
        pace.answered(events: piece.events.count, bytes: piece.bodyBytes, counted: counted, now: now)
    }

    mutating func resolve(_ piece: Piece, _ verdict: Verdict) {
        batches[piece.batch]?.resolve(piece.events, verdict)
    }

    mutating func resolve(_ events: Range<Int>, of piece: Piece, _ verdict: Verdict) {
        batches[piece.batch]?.resolve(events, verdict)
    }

    /// Sends the piece again, or ends it where the run has stopped.
    mutating func retry(_ piece: Piece, notBefore: ContinuousClock.Instant? = nil) {
        guard stopCause == nil else { return resolve(piece, piece.pendingVerdict(.stopped)) }
        var piece = piece
        piece.notBefore = notBefore
        waiting.append(piece)
    }

    mutating func halve(_ piece: Piece, by measure: Bisection) {
        guard stopCause == nil else { return resolve(piece, piece.pendingVerdict(.stopped)) }
        guard let lines = batches[piece.batch]?.lines else { return }
        let middle = measure.middle(of: piece.events) { lines.events[$0] }
        for events in [piece.events.lowerBound..<middle, middle..<piece.events.upperBound] {
            var part = piece.part(events, bodyBytes: lines.bodyBytes(of: events), successes: successes)
            if case .count = measure { part.isSuspect = true }
            waiting.append(part)
        }
    }

    /// False once the batch has had its share of requests for finding culprits.
    func maySearch(_ piece: Piece) -> Bool {
        (batches[piece.batch]?.extraRequests ?? 0) < Self.extraRequestsPerBatch
    }

    mutating func countSearch(_ piece: Piece, requests: Int) {
        batches[piece.batch]?.extraRequests += requests
    }

    /// Ends a search that leads nowhere: nothing is proved about what is left of the batch.
    mutating func endSearch(_ piece: Piece) {
        guard let batch = batches[piece.batch] else { return }
        let parts = waiting.filter { $0.batch == piece.batch }
        waiting.removeAll { $0.batch == piece.batch }
        for var part in parts + [piece] {
            part.mayBeHeld = true
            resolve(part, part.pendingVerdict(.badAnswer))
        }
        if !batch.hasImported { batches[piece.batch]?.doubtRefusals() }
        batches[piece.batch]?.hasEndedSearch = true
        if !batch.hasEndedSearch { searchWasFruitless() }
    }

    /// One batch may be hopeless; where the next one is too, or nothing ever got through, it is not the events.
    mutating func searchWasFruitless() {
        fruitlessSearches += 1
        if successes == 0 || fruitlessSearches == 2 { stop(.senselessAnswers) }
    }

    mutating func retryNow() {
        for index in waiting.indices { waiting[index].notBefore = nil }
    }

    mutating func note(_ notice: DeliveryNotice) {
        notices.append(notice)
    }

    /// Once a run is enough.
    mutating func noteIgnoredRetryAfter() {
        if !hasIgnoredRetryAfter { note(.ignoredRetryAfter) }
        hasIgnoredRetryAfter = true
    }
}
