/// Consecutive events of a batch that travel in one request: the whole batch, or a part of it after bisection.
package struct SubBatch: Sendable {
    package let batch: Int
    package let events: Range<Int>
    package var bodyBytes: Int
    /// The gzip member, once made: a retry sends the same bytes.
    package var body: [UInt8]?

    /// Requests that carried these events.
    var attempts = 0
    /// Transient failures in a row, since this sub-batch was cut.
    var failures = 0
    /// Answers without a reason, since this sub-batch was cut.
    var refusals = 0
    /// The same for 413; a refusal of one kind proves nothing for the other.
    var tooLarge = 0
    /// Cut from events that failed or were refused together, as opposed to events that were too many bytes.
    var isSuspect = false
    /// Whether the server may hold the events.
    var evidence = Evidence.notTaken
    /// Requests that had succeeded when this sub-batch was cut.
    var successesBefore = 0
    var notBefore: ContinuousClock.Instant?
    var lastAnswer: Proof?
    /// The shared pause and the time in which it was last sent.
    var round = 0
    var sentAt: ContinuousClock.Instant?

    init(batch: Int, events: Range<Int>, bodyBytes: Int) {
        self.batch = batch
        self.events = events
        self.bodyBytes = bodyBytes
    }

    /// A part of this sub-batch, with what is known of its events so far.
    func part(_ events: Range<Int>, bodyBytes: Int, successes: Int) -> SubBatch {
        var part = SubBatch(batch: batch, events: events, bodyBytes: bodyBytes)
        part.attempts = attempts
        part.isSuspect = isSuspect
        part.evidence = evidence
        part.lastAnswer = lastAnswer
        part.successesBefore = successes
        return part
    }

    func precedes(_ other: SubBatch) -> Bool {
        (batch, events.lowerBound) < (other.batch, other.events.lowerBound)
    }

    /// The verdict on events whose delivery ended without one.
    func pendingVerdict(_ reason: Reason) -> Verdict {
        var verdict = Verdict(evidence.mayBeHeld ? .unknown : .undelivered, reason, lastAnswer?.message)
        verdict.code = lastAnswer?.code
        verdict.attempts = attempts
        return verdict
    }
}
