import MixpanelImport
import Testing

/// What timers that wake late say about the process.
@Suite struct LoopTimersTests {
    private let start = ContinuousClock.now

    @Test func `a suspend is told once, however many timers it makes late`() {
        var timers = LoopTimers(now: start)
        let areEarlier = [3, 2].map { timers.add(start + .seconds($0)) }
        #expect(areEarlier == [true, true])
        let back = start + .seconds(8 * 3_600)
        #expect(timers.takeSuspension(now: back) == .seconds(8 * 3_600 - 2))
        timers.remove(start + .seconds(2))
        #expect(timers.takeSuspension(now: back + .milliseconds(1)) == nil)
        timers.remove(start + .seconds(3))
        #expect(timers.isEmpty)
    }

    @Test func `what was seen before the suspend is no part of it`() {
        var timers = LoopTimers(now: start)
        _ = timers.add(start + .seconds(1))
        #expect(timers.takeSuspension(now: start + .seconds(2)) == nil)
        #expect(timers.takeSuspension(now: start + .seconds(10)) == .seconds(8))
    }

    @Test func `a timer that is a little late was only late`() {
        var timers = LoopTimers(now: start)
        _ = timers.add(start + .seconds(1))
        #expect(timers.takeSuspension(now: start + .milliseconds(1_900)) == nil)
    }

    @Test func `a timer that is earlier serves for a later instant`() {
        var timers = LoopTimers(now: start)
        let answer35 = timers.add(start + .seconds(1))
        #expect(answer35)
        let answer36 = timers.add(start + .seconds(1))
        #expect(!answer36)
        let answer37 = timers.add(start + .seconds(2))
        #expect(!answer37)
        timers.remove(start + .seconds(1))
        let answer39 = timers.add(start + .seconds(2))
        #expect(answer39)
    }
}
