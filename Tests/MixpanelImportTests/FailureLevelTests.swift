import MixpanelImport
import Testing

/// What each level makes of counts and of ways to end.
@Suite struct FailureLevelTests {
    private static func counts(rejected: Int = 0, undelivered: Int = 0, unknown: Int = 0) -> LineCounts {
        var counts = LineCounts()
        counts.imported = 7
        counts.rejected = rejected
        counts.undelivered = undelivered
        counts.unknown = unknown
        counts.lines = 7 + rejected + undelivered + unknown
        return counts
    }

    @Test(arguments: [
        (FailureLevel.rejected, ImportEnding.rejected, ImportEnding.pending), (.pending, .success, .pending),
        (.stop, .success, .success),
    ])
    func `each level forgives more than the one before it`(
        level: FailureLevel,
        rejected: ImportEnding,
        pending: ImportEnding
    ) {
        #expect(level.ending(of: Self.counts(), isFinal: true) == .success)
        #expect(level.ending(of: Self.counts(rejected: 2), isFinal: true) == rejected)
        #expect(level.ending(of: Self.counts(unknown: 1), isFinal: true) == pending)
        #expect(level.ending(of: Self.counts(rejected: 2, undelivered: 1), isFinal: true) == pending)
    }

    @Test(arguments: FailureLevel.allCases) func `no level forgives lines without a final row`(level: FailureLevel) {
        #expect(level.ending(of: Self.counts(), isFinal: false) == .pending)
        #expect(level.ending(of: Self.counts(rejected: 2), isFinal: false) == .pending)
        var unbalanced = Self.counts()
        unbalanced.lines += 1
        #expect(level.ending(of: unbalanced, isFinal: true) == .unbalanced)
    }
}
