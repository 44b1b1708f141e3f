import MixpanelImport
import Testing

/// Which lines after its last row an earlier run may have sent.
@Suite struct PossiblyDeliveredTests {
    @Test func `an import's are those of its window, a replay's may be anywhere`() {
        var sends = PossiblyDelivered()
        #expect(sends.includes(11...12, resumedAfter: 10))
        #expect(!sends.includes(1_000_000...1_000_000, resumedAfter: 10))
        sends.isOfReplay = true
        #expect(sends.includes(1_000_000...1_000_000, resumedAfter: 10))
        #expect(!sends.includes(9...10, resumedAfter: 10))
    }
}
