import MixpanelSandbox
import Testing

/// The same input in other portions must come to the same end.
@Suite struct MetamorphicTests {
    /// Good, bad, blank and long lines, some without ids, some with a carriage return, some for the service to reject.
    private static let input: [UInt8] = {
        var text = ""
        for number in 1...240 {
            switch number % 12 {
            case 1: text += Event.anonymous(number) + "\r\n"
            case 2: text += Event.line(number, value: "[1,]") + "\n"
            case 3: text += number % 24 == 3 ? "\n" : " \t\r\n"
            case 4: text += Event.line(number, value: "\"\(String(repeating: "é", count: 700))\"") + "\n"
            case 5: text += Event.line(number, value: "\"\(String(repeating: "y", count: number))\"") + "\r\n"
            case 6: text += #"{"event":"no time","properties":{"distinct_id":"u","$insert_id":"i\#(number)"}}"# + "\n"
            case 7: text += "  " + Event.anonymous(number) + "  \n"
            case 8: text += Event.anonymous(1) + "\n"
            default: text += Event.line(number) + "\n"
            }
        }
        return Array((text + Event.line(241)).utf8)
    }()

    private static func run(_ input: Case.Input, _ arguments: [String]) async throws -> Outcome {
        let stimulus = Case(input, ["--max-line-bytes", "1000"] + arguments).with { $0.converges = false }
        return try await stimulus.gives(
            exit: 65,
            .imported(161),
            .rejected(60, "not_json", "line_too_long", "validation"),
            .blank(20)
        )
    }

    private static let plain = Task { try await run(.bytes(input), []) }

    private static func agrees(_ outcome: Outcome) async throws {
        let plain = try await plain.value
        #expect(outcome.report == plain.report)
        #expect(outcome.rejects == plain.rejects)
        #expect(outcome.stored.sorted() == plain.stored.sorted())
        #expect(outcome.served.ledger.distinct == plain.served.ledger.distinct)
    }

    @Test(arguments: [1, 2, 3, 7, 64, 240, 241, 2_000], [1, 4, 20])
    func `batches of any size, any number of them at once`(events: Int, concurrency: Int) async throws {
        let arguments = ["--batch-events", "\(events)", "--concurrency", "\(concurrency)"]
        try await Self.agrees(Self.run(.bytes(Self.input), arguments))
    }

    @Test(arguments: [100, 1_000, 1_500, 4_096, 1_048_576])
    func `batches of any number of bytes`(bytes: Int) async throws {
        try await Self.agrees(Self.run(.bytes(Self.input), ["--batch-bytes", "\(bytes)", "--concurrency", "3"]))
    }

    @Test(arguments: [1, 2, 13, 100, 4_095, 65_536])
    func `input in pieces of any size`(bytes: Int) async throws {
        try await Self.agrees(Self.run(.script([.dribble(Self.input, by: bytes)]), ["--max-delay", "1h"]))
    }

    @Test(arguments: [Duration.zero, .milliseconds(3)])
    func `batches that are sent before they are full`(delay: Duration) async throws {
        let pieces = stride(from: 0, to: Self.input.count, by: 997).flatMap { start -> [Action] in
            [.write(Array(Self.input[start..<min(start + 997, Self.input.count)])), .pause(.milliseconds(4))]
        }
        try await Self.agrees(Self.run(.script(pieces), ["--max-delay", delay == .zero ? "0" : "3ms"]))
    }

    @Test func `input from a file and through gzip`() async throws {
        try await Self.agrees(Self.run(.file(Self.input), []))
        let packed = try await Tool.run("/usr/bin/gzip", "-c", input: Self.input).output
        let stimulus = Case(packed, "--max-line-bytes", "1000").with { stimulus in
            stimulus.lines = Self.input
            stimulus.converges = false
        }
        try await Self.agrees(stimulus.gives(exit: 65, .imported(161), .rejected(60), .blank(20)))
    }

    @Test(arguments: 1...9) func `any level of compression`(level: Int) async throws {
        try await Self.agrees(Self.run(.bytes(Self.input), ["--compression-level", "\(level)"]))
    }
}
