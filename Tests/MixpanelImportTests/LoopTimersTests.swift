import MixpanelImport
import Testing

/// What timers that wake late say about the process.
@Suite struct LoopTimersTests {
    private let start = ContinuousClock.now

    @Test func `a suspend is told once, however many timers it makes late`() {
        var timers = LoopTimers(now: start)
        let isFirstNeeded = timers.add(start + .seconds(3))
        #expect(isFirstNeeded)
        let isEarlierNeeded = timers.add(start + .seconds(2))
        #expect(isEarlierNeeded)
        let back = start + .seconds(8 * 3_600)
        let gap = timers.takeSuspension(now: back)
        #expect(gap == .seconds(8 * 3_600 - 2))
        timers.remove(start + .seconds(2))
        let another = timers.takeSuspension(now: back + .milliseconds(1))
        #expect(another == nil)
        timers.remove(start + .seconds(3))
        #expect(timers.isEmpty)
    }

    @Test func `what was seen before the suspend is no part of it`() {
        var timers = LoopTimers(now: start)
        _ = timers.add(start + .seconds(1))
        let before = timers.takeSuspension(now: start + .seconds(2))
        #expect(before == nil)
        let gap = timers.takeSuspension(now: start + .seconds(10))
        #expect(gap == .seconds(8))
    }

    @Test func `a timer that is a little late was only late`() {
        var timers = LoopTimers(now: start)
        _ = timers.add(start + .seconds(1))
        let gap = timers.takeSuspension(now: start + .milliseconds(1_900))
        #expect(gap == nil)
    }

    @Test func `a timer that is earlier serves for a later instant`() {
        var timers = LoopTimers(now: start)
        let isNeeded = timers.add(start + .seconds(1))
        #expect(isNeeded)
        let isSameNeeded = timers.add(start + .seconds(1))
        #expect(!isSameNeeded)
        let isLaterNeeded = timers.add(start + .seconds(2))
        #expect(!isLaterNeeded)
        timers.remove(start + .seconds(1))
        let isNeededAgain = timers.add(start + .seconds(2))
        #expect(isNeededAgain)
    }
}
