import Foundation
import MixpanelSandbox
import Testing

@Suite struct InputStreamTests {
    @Test(arguments: [1, 2]) func `gzip is inflated as it comes, several members too`(members: Int) async throws {
        let text = Array(Event.lines(5_000).utf8)
        let middle = text.count / 2
        var packed: [UInt8] = []
        for part in members == 1 ? [text[...]] : [text[..<middle], text[middle...]] {
            packed += try await Tool.run("/usr/bin/gzip", "-c", input: Array(part)).output
        }
        let stimulus = Case(packed).with { $0.lines = text }
        try await stimulus.gives(exit: 0, .imported(5_000), requests: 3)
    }

    @Test func `gzip is delivered and reported before more of it comes`() async throws {
        let text = Array((1...5_000).map { Event.line($0, value: "\"\(UUID())\"") + "\n" }.joined().utf8)
        let packed = try await Tool.run("/usr/bin/gzip", "-c", input: text).output
        let middle = packed.count / 2
        let acts: [Action] = [.write(Array(packed[..<middle])), .wait(.rows(1_000)), .write(Array(packed[middle...]))]
        let stimulus = Case(.script(acts), ["--max-delay", "50ms"]).with { $0.lines = text }
        try await stimulus.gives(exit: 0, .imported(5_000))
    }

    @Test(arguments: [1, 1_000]) func `a byte order mark within gzip is dropped`(size: Int) async throws {
        let text = [0xEF, 0xBB, 0xBF] + Array(Event.lines(5).utf8)
        let packed = try await Tool.run("/usr/bin/gzip", "-c", input: text).output
        let stimulus = Case(.script([.dribble(packed, by: size)]), []).with { $0.lines = text }
        let outcome = try await stimulus.gives(exit: 0, .imported(5), requests: 1)
        #expect(outcome.messages.count { $0.lowercased().contains("byte order mark") } == 1)
    }

    @Test(arguments: ["", "\n", "{", "\n\n", "{}", "\u{FEFF}"], [1, 1_000])
    func `gzip of next to nothing is read like the text itself`(text: String, size: Int) async throws {
        let packed = try await Tool.run("/usr/bin/gzip", "-c", input: Array(text.utf8)).output
        let lines = InputLines(Array(text.utf8)).raw
        let stimulus = Case(.script([.dribble(packed, by: size)]), []).with { $0.lines = Array(text.utf8) }
        let isRejected = text.hasPrefix("{")
        let rejected = Amount(isRejected ? 1 : 0)
        try await stimulus.gives(
            exit: isRejected ? 65 : 0,
            .rejected(rejected),
            .blank(Amount(isRejected ? 0 : lines.count)),
            requests: 0
        )
    }

    @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian, .utf16])
    func `UTF-16 within gzip is refused with a hint`(encoding: String.Encoding) async throws {
        let text = Array(try #require(Event.lines(2).data(using: encoding)))
        let packed = try await Tool.run("/usr/bin/gzip", "-c", input: text).output
        let outcome = try await Case(packed).with { $0.lines = [] }.gives(exit: 65, requests: 0)
        #expect(outcome.standardError.contains("UTF-16"), "\(outcome)")
    }

    @Test func `gzip that ends early delivers the complete lines before its end`() async throws {
        let text = Array((1...5_000).map { Event.line($0, value: "\"\(UUID())\"") + "\n" }.joined().utf8)
        let packed = try await Tool.run("/usr/bin/gzip", "-c", input: text).output
        let half = Array(packed.prefix(packed.count / 2))
        let recovered = try await Tool.run("/usr/bin/gzip", "-dc", input: half).output.count { $0 == 0x0A }
        #expect(recovered > 1_000)
        let stimulus = Case(half).with { $0.lines = text }
        let outcome = try await stimulus.gives(exit: 66, .imported(.between(recovered, 4_999)))
        #expect(outcome.standardError.contains("gzip"))
    }

    /// It ends in lines that have rows already: what an earlier run rejected is not this one's to count.
    @Test func `gzip that still ends early ends the same where it is resumed`() async throws {
        let text = "{\n" + Event.lines(2...3_000)
        let packed = try await Tool.run("/usr/bin/gzip", "-c", input: Array(text.utf8)).output
        let half = Array(packed[..<(packed.count / 2)])
        let stimulus = Case(.bytes(half), ["--resume", "--batch-events", "100"])
        try await Chain.with(stimulus.service) { chain in
            for arguments in [[], [], ["--max-rejects", "1"]] {
                let outcome = try await stimulus.with { $0.arguments += arguments }
                    .run(in: chain.directory, against: chain.sandbox)
                #expect(outcome.ending == .exit(66), "\(outcome)")
                #expect(outcome.rows.count { $0.status == .rejected } == 1, "\(outcome)")
            }
        }
    }

    @Test func `gzip that is broken delivers the complete lines before the break`() async throws {
        let text = Array((1...5_000).map { Event.line($0, value: "\"\(UUID())\"") + "\n" }.joined().utf8)
        var packed = try await Tool.run("/usr/bin/gzip", "-c", input: text).output
        packed[packed.count - 6] ^= 0xFF
        let stimulus = Case(packed).with { $0.lines = text }
        try await stimulus.gives(exit: 66, .imported(5_000))
    }

    @Test func `single bytes become whole lines`() async throws {
        let text = Event.lines(200) + Event.line(201)
        let stimulus = Case(.script([.dribble(Array(text.utf8), by: 1)]), [])
        try await stimulus.gives(exit: 0, .imported(201))
    }

    @Test func `single bytes that come slowly cost little processor time`() async throws {
        let text = Event.lines(8)
        let acts = text.utf8.flatMap { [Action.write([$0]), .pause(.milliseconds(5))] }
        let outcome = try await Case(.script(acts), []).gives(exit: 0, .imported(8), requests: .between(1, 8))
        // They take more than three seconds.
        #expect(outcome.duration > .seconds(3) && outcome.processor < .milliseconds(1_500), "\(outcome)")
    }

    @Test func `an idle pipe costs no processor time`() async throws {
        let acts: [Action] = [.write(Event.lines(3)), .wait(.rows(3)), .pause(.seconds(2)), .write(Event.lines(4...5))]
        let outcome = try await Case(.script(acts), ["--max-delay", "50ms"]).gives(exit: 0, .imported(5), requests: 2)
        #expect(outcome.processor < .seconds(1), "\(outcome)")
    }

    @Test func `lines that wait are sent and reported before more of them come`() async throws {
        let acts: [Action] = [
            .write(Event.lines(3)), .wait(.stored(3)), .wait(.rows(3)), .write(Event.lines(4...5)), .wait(.rows(5)),
            .hold,
        ]
        let stimulus = Case(.script(acts), ["--max-delay", "100ms"]).with { stimulus in
            stimulus.acts = [.wait(.rows(5)), .signal(SIGTERM)]
        }
        try await stimulus.gives(signal: SIGTERM, .imported(5), requests: 2)
    }

    @Test func `a fast producer waits for a slow service, in flat memory`() async throws {
        let more = #","x":"\#(String(repeating: "x", count: 2_000))""#
        let acts = (0..<30).map { Action.write(Event.lines((1 + 1_000 * $0)...(1_000 * ($0 + 1)), more)) }
        let stimulus = Case(.script(acts), ["--batch-events", "500"]).with { stimulus in
            stimulus.service.keepEvents = false
            stimulus.service.latency = .milliseconds(20) ... .milliseconds(20)
        }
        let outcome = try await stimulus.gives(exit: 0, .imported(30_000), requests: 60)
        #expect(outcome.memory > 0 && outcome.memory < 64 << 20, "\(outcome)")
    }

    @Test func `a huge line passes through without being held in memory`() async throws {
        let huge = [UInt8](repeating: UInt8(ascii: "["), count: 256 << 20)
        let stimulus = Case(huge + Array("\n\(Event.lines(5))".utf8), "--format", "ndjson").with {
            $0.converges = false
        }
        let outcome = try await stimulus.gives(exit: 65, .imported(5), .rejected(1, "line_too_long"), requests: 1)
        #expect(outcome.rows[0].message?.contains("\(huge.count)") == true, "\(outcome.rows[0].text)")
        #expect(outcome.memory > 0 && outcome.memory < 64 << 20, "\(outcome)")
    }

    @Test(.enabled(if: Tool.isThere("/usr/bin/strace"), "needs strace"))
    func `a read error is not the end of the input`() async throws {
        // The first batch has its answer by then; what else was read may be sent or not. Every thread counts its own calls,
        // and reads may move between threads: of so many, one is its thread's second.
        let stimulus = Case(.file(Array(Event.lines(60_000).utf8)), []).with { stimulus in
            stimulus.launcher = [
                "/usr/bin/strace", "-f", "-o", "/dev/null", "-P", "{input}", "-e", "trace=read", "-e",
                "inject=read:error=EIO:when=2+:delay_enter=1500000",
            ]
        }
        let outcome = try await stimulus.gives(
            exit: 74,
            .imported(.between(2_000, 59_999)),
            .undelivered(.between(0, 57_999))
        )
        #expect(outcome.rows.allSatisfy { $0.reason == nil || $0.reason == "stopped" })
        #expect(outcome.standardError.contains("standard input failed"), "\(outcome.standardError)")
    }

    @Test func `closed standard input is an error that is named`() async throws {
        let outcome = try await Case(.closed, []).gives(exit: 66, requests: 0)
        #expect(outcome.standardError.contains("standard input is closed"))
    }

    @Test func `a directory as standard input is an error that is named`() async throws {
        let outcome = try await Case(.directory, []).gives(exit: 66, requests: 0)
        #expect(outcome.standardError.lowercased().contains("directory"))
    }

    @Test func `a terminal as standard input gets the usage at once`() async throws {
        let outcome = try await Case(.terminal, []).gives(exit: 64, requests: 0)
        #expect(outcome.standardError.contains("mixport --help"))
        #expect(outcome.modes.isEmpty)
        #expect(outcome.duration < .seconds(35), "\(outcome.duration)")
    }

    @Test func `a producer that dies early is noticed where the number of lines is known`() async throws {
        try await Case(Event.lines(3_000)).gives(exit: 0, .imported(3_000))
        let outcome = try await Case(Event.lines(3_000), "--expect-lines", "5000").gives(exit: 66, .imported(3_000))
        #expect(outcome.standardError.contains("expected 5,000 lines, got 3,000"))
        try await Case(Event.lines(3_000), "--expect-lines", "3000").gives(exit: 0, .imported(3_000))
    }

    @Test func `the same line again is the same event`() async throws {
        let text = String(repeating: Event.anonymous(1) + "\n", count: 3)
        let outcome = try await Case(text).gives(exit: 0, .imported(3), requests: 1)
        #expect(Set(outcome.rows.map(\.insertID)).count == 1)
        #expect(outcome.served.ledger.events == 3)
        #expect(outcome.served.ledger.distinct == 1)
    }

    @Test func `the same line again is another event where ids come from line numbers`() async throws {
        let text = String(repeating: Event.anonymous(1) + "\n", count: 3)
        let outcome = try await Case(text, "--insert-id", "line").gives(exit: 0, .imported(3), requests: 1)
        #expect(Set(outcome.rows.map(\.insertID)).count == 3)
        #expect(outcome.served.ledger.distinct == 3)
    }
}
