import MixpanelImport
import Testing

/// What delivery says that it is doing.
@Suite struct DeliveryStateTests {
    private let start = ContinuousClock.now

    /// Three requests under way, of a batch each.
    private func threeUnderWay() throws -> (Delivery, [SubBatch]) {
        var delivery = Delivery(
            policy: RetryPolicy(),
            concurrency: 3,
            bodyLimit: 9_500_000,
            rateLimiter: RateLimiter(nil),
            seed: 1
        )
        for number in 0..<3 {
            var batch = Batch(numbers: .consecutive(from: number + 1))
            batch.bytes += Array(#"{"event":"e","properties":{"$insert_id":"\#(number)"}}"#.utf8) + [0x0A]
            batch.take(number: number + 1)
            delivery.add(Preparation().prepare(batch), as: number)
        }
        let sent = try (0..<3).map { _ in
            guard case .send(let subBatch) = delivery.next(now: start) else { throw NotSent() }
            return subBatch
        }
        return (delivery, sent)
    }

    private struct NotSent: Error {}
    private struct NotRefused: Error {}

    private func answer(_ delivery: inout Delivery, _ subBatch: SubBatch, _ reply: SimulatedReply, after: Duration) {
        let answer = reply.answer(events: subBatch.events.count) { _ in nil }
        delivery.answered(subBatch, answer, now: start + after)
        _ = delivery.next(now: start + after)
    }

    private func trouble(of delivery: Delivery, after: Duration) throws -> DeliveryTrouble {
        let state = delivery.state(now: start + after)
        guard case .refused(let trouble) = state else {
            Issue.record("\(state)")
            throw NotRefused()
        }
        return trouble
    }

    /// The successes of those that were sent before it end no pause.
    @Test func `a pause after one refusal among successes is a wait for the service`() throws {
        var (delivery, sent) = try threeUnderWay()
        answer(&delivery, sent[0], .status(503), after: .milliseconds(100))
        answer(&delivery, sent[1], .ok, after: .milliseconds(200))
        answer(&delivery, sent[2], .ok, after: .milliseconds(300))
        let trouble = try trouble(of: delivery, after: .milliseconds(400))
        #expect(trouble.reason == .http(503))
        #expect(trouble.since <= start + .milliseconds(100))
        #expect(trouble.nextTry.map { $0 > start + .milliseconds(400) } == true, "\(trouble)")
    }

    @Test func `the wait of the only batch that is left is one for what it failed on`() throws {
        var (delivery, sent) = try threeUnderWay()
        answer(&delivery, sent[0], .status(500), after: .milliseconds(100))
        answer(&delivery, sent[1], .ok, after: .milliseconds(101))
        answer(&delivery, sent[2], .ok, after: .milliseconds(102))
        let trouble = try trouble(of: delivery, after: .milliseconds(103))
        #expect(trouble.reason == .http(500))
        #expect(trouble.nextTry != nil, "\(trouble)")
        #expect(delivery.waitsFor == "http_500")
    }
}
