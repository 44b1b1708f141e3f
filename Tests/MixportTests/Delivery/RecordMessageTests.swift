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

    /// A message as JSON, as it is, and as a terminal may show it.
    private static let hostile = [
        (#"\u001b[2J\u001b]0;title\u0007"#, "\u{1B}[2J\u{1B}]0;title\u{7}", "^[[2J^[]0;title^G"),
        (#"a\r\nb"#, "a\r\nb", "a^M^Jb"), (#"nul\u0000nul"#, "nul\0nul", "nul^@nul"),
        (#"\u202egnp.exe"#, "\u{202E}gnp.exe", #"\u{202e}gnp.exe"#), (#"\u009b31m"#, "\u{9B}31m", #"\u{9b}31m"#),
        (#"\u2028next"#, "\u{2028}next", #"\u{2028}next"#), ("\u{FEFF}", "\u{FEFF}", #"\u{feff}"#),
        ("<b>&amp;</b>", "<b>&amp;</b>", "<b>&amp;</b>"),
        // A placeholder of the sandbox's.
        ("{events}", "9", ": 9"),
    ]

    @Test(arguments: hostile)
    func `a message is kept as it is, and cannot do anything to a terminal`(
        json: String,
        message: String,
        shown: String
    ) async throws {
        for more in [[], ["-v"], ["--json"]] {
            let outcome = try await Self.refusing(json, more).gives(
                exit: 65,
                .imported(8),
                .rejected(1, "validation"),
                requests: 1
            )
            let row = try #require(outcome.row(4))
            // Strings with other bytes may be equal.
            #expect(row.message.map { Array($0.utf8) } == Array(message.utf8), "\(row.text)")
            #expect(row.field.map { Array($0.utf8) } == Array("f\(message)".utf8), "\(row.text)")
            if more != ["--json"] { #expect(outcome.standardError.contains(shown), "\(outcome.standardError)") }
        }
    }

    @Test func `a message that is no text does not cost the line its verdict`() async throws {
        for more in [[], ["-v"], ["--json"]] {
            try await Self.refusing(#"\ud800"#, more).gives(exit: 65, .imported(8), .rejected(1), requests: .atMost(12))
        }
    }

    /// The sandbox refuses line 4 anyway, so that the record tells the truth.
    private static func refusing(_ message: String, _ arguments: [String]) -> Case {
        let bad = Event.line(4).replacing(#""time":17"#, with: #""time":"x","y":17"#)
        let text = Event.lines(3) + bad + "\n" + Event.lines(5...9)
        let record = #"{"index":3,"insert_id":"id-4","field":"f\#(message)","message":"\#(message)"}"#
        let faults: [FaultRule] = [.request(.always, .failedRecords([record]), commit: true)]
        return Case(.bytes(Array(text.utf8)), arguments, faults: faults)
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
