import Testing

@testable import MixpanelImport

@Suite struct EvidenceTests {
    @Test func `evidence never shrinks, and the order in which it comes does not matter`() {
        for first in Evidence.allCases {
            for second in Evidence.allCases {
                var one = first
                one.add(second)
                var other = second
                other.add(first)
                #expect(one == other && one >= first && one >= second && [first, second].contains(one))
            }
        }
    }

    /// The table of `Evidence`'s documentation.
    @Test(arguments: [
        (Evidence.notTaken, false, true, true, true), (.someTaken, true, true, true, true),
        (.miscounted, true, false, true, false), (.lost, true, false, false, false),
    ])
    func `each state is settled by what its row says`(
        evidence: Evidence,
        mayBeHeld: Bool,
        refusal: Bool,
        refusalThatTookNone: Bool,
        tooLarge: Bool
    ) {
        #expect(evidence.mayBeHeld == mayBeHeld)
        #expect(evidence.isSettled(byRefusalThatTookNone: false) == refusal)
        #expect(evidence.isSettled(byRefusalThatTookNone: true) == refusalThatTookNone)
        #expect(evidence.isSettledByTooLarge == tooLarge)
    }

    @Test func `what more evidence settles, less evidence settles as well`() {
        for (less, more) in zip(Evidence.allCases, Evidence.allCases.dropFirst()) {
            #expect(less < more)
            for tookNone in [false, true] where more.isSettled(byRefusalThatTookNone: tookNone) {
                #expect(less.isSettled(byRefusalThatTookNone: tookNone))
            }
            #expect(!more.isSettledByTooLarge || less.isSettledByTooLarge)
        }
    }
}
