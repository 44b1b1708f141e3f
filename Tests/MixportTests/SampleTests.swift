import Foundation
import MixpanelSandbox
import Testing

/// The files in samples/.
enum Samples {
    static func text(_ name: String) throws -> [UInt8] { try ProjectFile.bytes("samples/\(name)") }
}

@Suite struct SampleTests {
    @Test func `the sample events are good`() async throws {
        let text = try Samples.text("events.ndjson")
        let count = text.count { $0 == 0x0A }
        let outcome = try await Case(text).gives(exit: 0, .imported(Amount(count)), requests: 1)
        #expect(outcome.served.ledger.distinct == count)
        #expect(outcome.rows.contains { $0.insertID?.count == 36 && $0.insertID?.contains("-") == false })
    }

    @Test func `the sample mistakes give the sample report`() async throws {
        let text = try Samples.text("mistakes.ndjson")
        let outcome = try await Case(text).gives(
            exit: 65,
            .imported(2),
            .rejected(.atLeast(20)),
            .blank(1),
            requests: 1
        )
        let expected = InputLines(try Samples.text("mistakes.report.ndjson")).raw.map {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(outcome.rows.map(\.text) == expected)
        #expect(outcome.report == (try Samples.text("mistakes.report.ndjson")))
    }
}
