import MixpanelSandbox
import Testing

@Suite struct RecordMessageTests {
    @Test func `records beyond the size of any answer prove nothing`() async throws {
        let message = String(repeating: "m", count: 2_000)
        let records = (0..<2_000).map { #"{"index":\#($0),"field":"event","message":"\#(message)"}"# }
        let faults: [FaultRule] = [.request(.contains("second"), .failedRecords(records))]
        let outcome = try await Case(FiveThousand.lines(), "--max-attempts", "2", faults: faults)
            .gives(exit: 76, .imported(3_000), .unknown(2_000, "bad_answer"))
        #expect(outcome.memory < 128 << 20, "\(outcome)")
    }

    @Test(arguments: [
        "\\u001b[2J\\u001b]0;title\\u0007", "a\\r\\nb", "nul\\u0000nul", "\\u202egnp.exe", "\\u009b31m", "\\u2028next",
        "<b>&amp;</b>", "{events}", "\\ud800", "\u{FEFF}",
    ])
    func `a message cannot do anything to a terminal or to the report`(message: String) async throws {
        // The sandbox refuses the event anyway, so that the record tells the truth.
        let bad = Event.line(4).replacing(#""time":17"#, with: #""time":"x","y":17"#)
        let text = Event.lines(3) + bad + "\n" + Event.lines(5...9)
        let record = #"{"index":3,"insert_id":"id-4","field":"f\#(message)","message":"\#(message)"}"#
        let faults: [FaultRule] = [.request(.always, .failedRecords([record]), commit: true)]
        for more in [[], ["-v"], ["--json"]] {
            let stimulus = Case(.bytes(Array(text.utf8)), more, faults: faults)
            try await stimulus.gives(exit: 65, .imported(8), .rejected(1), requests: .atMost(12))
        }
    }

    @Test func `a long message is cut`() async throws {
        let bad = Event.line(4).replacing(#""time":17"#, with: #""time":"x","y":17"#)
        let message = String(repeating: "é", count: 200_000)
        let record = #"{"index":3,"insert_id":"id-4","field":"properties.time","message":"\#(message)"}"#
        let faults: [FaultRule] = [.request(.always, .failedRecords([record]), commit: true)]
        let outcome = try await Case(Event.lines(3) + bad + "\n", "-v", faults: faults)
            .gives(exit: 65, .imported(3), .rejected(1, "validation"), requests: 1)
        #expect(outcome.row(4)?.message.map { (250...300).contains($0.count) } == true)
        #expect(outcome.messages.allSatisfy { $0.utf8.count < 2_000 })
    }
}
