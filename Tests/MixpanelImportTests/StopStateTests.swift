import MixpanelImport
import Testing

/// From the first cause to stop to the end of waiting.
@Suite struct StopStateTests {
    private let start = ContinuousClock.now

    private func state(
        graceAfterOutage: Duration = .seconds(10),
        deadline: Duration? = nil
    ) -> StopState {
        StopState(grace: .seconds(10), graceAfterOutage: graceAfterOutage, deadline: deadline.map { start + $0 })
    }

    @Test func `most causes let requests in flight finish`() {
        for cause in [StopCause.credentials(status: 401), .outage, .requested, .tooManyRejects, .input] {
            var state = state()
            let answer18 = state.stop(cause, now: start)
            #expect(answer18)
            #expect(state.phase == .stopping(until: start + .seconds(10)))
            #expect(state.nextCheck == start + .seconds(10))
            #expect(state.boundReached(now: start + .seconds(9), isCancelled: false) == nil)
            #expect(!state.isAbandoned)
            #expect(state.boundReached(now: start + .seconds(10), isCancelled: false) == nil)
            #expect(state.isAbandoned)
            #expect(state.cause == cause)
        }
    }

    @Test func `a deadline, a cancelled task and a file that cannot be written wait for nothing`() {
        for cause in [StopCause.deadline, .cancelled, .output] {
            var state = state()
            let answer32 = state.stop(cause, now: start)
            #expect(answer32)
            #expect(state.isAbandoned && state.nextCheck == nil)
        }
        var state = state(graceAfterOutage: .zero)
        _ = state.stop(.outage, now: start)
        #expect(state.isAbandoned)
    }

    @Test func `a bound counts within a grace too`() {
        for isCancelled in [false, true] {
            var state = state(deadline: .seconds(5))
            #expect(state.nextCheck == start + .seconds(5))
            _ = state.stop(.credentials(status: 401), now: start + .seconds(1))
            #expect(state.nextCheck == start + .seconds(5))
            let cause = state.boundReached(now: start + .seconds(isCancelled ? 2 : 5), isCancelled: isCancelled)
            #expect(cause == (isCancelled ? .cancelled : .deadline))
            if let cause { _ = state.stop(cause, now: start + .seconds(5)) }
            #expect(state.isAbandoned)
            #expect(state.boundReached(now: start + .seconds(6), isCancelled: isCancelled) == nil)
        }
    }

    @Test func `a second request to stop abandons, a first one after another cause does not`() {
        var state = state()
        _ = state.stop(.credentials(status: 403), now: start)
        let answer57 = state.stop(.requested, now: start + .seconds(1))
        #expect(answer57)
        #expect(state.phase == .stopping(until: start + .seconds(10)))
        let answer59 = state.stop(.requested, now: start + .seconds(2))
        #expect(!answer59)
        #expect(state.isAbandoned)
        #expect(state.cause == .requested)
    }

    @Test func `the more urgent cause is the run's`() {
        let byUrgency: [[StopCause]] = [
            [.deadline, .outage, .tooManyRejects, .everythingTooLarge], [.untrusted, .notTheService(status: 404)],
            [.credentials(status: 401)], [.requested, .cancelled], [.output, .input],
        ]
        for (lower, causes) in byUrgency.enumerated() {
            for (higher, others) in byUrgency.enumerated() {
                for cause in causes {
                    for other in others {
                        var state = state()
                        _ = state.stop(cause, now: start)
                        #expect(state.stop(other, now: start) == (higher > lower), "\(cause), then \(other)")
                    }
                }
            }
        }
    }
}
