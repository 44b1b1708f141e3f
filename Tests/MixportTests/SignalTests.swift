import Foundation
import MixpanelSandbox
import Synchronization
import Testing

@Suite struct SignalTests {
    private static let slow = FaultRule.request(.number(2), .delayed(by: .seconds(1)))

    /// Rows of lines that were read, and never sent.
    private static func isUnsent(_ row: Row) -> Bool { row.status == .undelivered && row.reason == "stopped" }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `a signal lets what is in flight finish, then the program dies by it`(signal: Int32) async throws {
        let stimulus = Case(Event.lines(5_000), faults: [Self.slow]).with { stimulus in
            stimulus.acts = [.wait(.requests(2)), .signal(signal)]
        }
        let outcome = try await stimulus.gives(
            signal: signal,
            .imported(4_000),
            .undelivered(.atMost(1_000)),
            requests: 2
        )
        #expect(outcome.rows[..<4_000].allSatisfy { $0.status == .imported })
        #expect(outcome.rows[4_000...].allSatisfy(Self.isUnsent))
        #expect(outcome.standardError.contains("signal"))
        #expect(outcome.messages.last?.contains("--resume") == true, "\(outcome.standardError)")
    }

    @Test func `a second signal abandons what is in flight`() async throws {
        let faults = [FaultRule.request(.number(2), .hang, commit: true)]
        let stimulus = Case(Event.lines(5_000), faults: faults).with { stimulus in
            stimulus.acts = [.wait(.stored(4_000)), .signal(SIGINT), .wait(.said("signal")), .signal(SIGINT)]
        }
        let outcome = try await stimulus.gives(
            signal: SIGINT,
            .imported(2_000),
            .unknown(2_000, "stopped"),
            .undelivered(.atMost(1_000)),
            requests: 2
        )
        #expect(outcome.rows.dropFirst(4_000).allSatisfy(Self.isUnsent))
        #expect(outcome.pending?.starts(with: Array(Event.lines(2_001...4_000).utf8)) == true)
    }

    @Test func `lines that wait for others are sent first, however long they may wait`() async throws {
        let acts: [Action] = [.write(Event.lines(3)), .wait(.rows(3)), .write(Event.lines(4...5)), .hold]
        let stimulus = Case(.script(acts), ["--batch-events", "3", "--max-delay", "1h"]).with { stimulus in
            stimulus.acts = [.wait(.rows(3)), .pause(.milliseconds(200)), .wait(.taken), .signal(SIGINT)]
        }
        try await stimulus.gives(signal: SIGINT, .imported(5), requests: 2)
    }

    @Test func `lines that wait for others are not sent where nothing gets through`() async throws {
        let acts: [Action] = [.write(Event.lines(3)), .wait(.requests(1)), .write(Event.lines(4...5)), .hold]
        let arguments = ["--batch-events", "3", "--max-delay", "1h", "--retry-delay", "1h"]
        let stimulus = Case(.script(acts), arguments, faults: [.request(.always, .rateLimited())]).with { stimulus in
            stimulus.acts = [.wait(.requests(1)), .pause(.milliseconds(200)), .wait(.taken), .signal(SIGINT)]
        }
        try await stimulus.gives(signal: SIGINT, .undelivered(5, "stopped"), requests: 1)
    }

    @Test func `half a line does not keep those before it from being sent`() async throws {
        let half = Array(Event.line(4).utf8.prefix(40))
        let acts: [Action] = [.write(Event.lines(3)), .write(half), .wait(.taken), .signal(SIGTERM), .hold]
        try await Case(.script(acts), ["--max-delay", "1h"]).gives(signal: SIGTERM, .imported(3), requests: 1)
    }

    /// Line 2 is cut in two by the signal; nobody else can read its beginning again.
    @Test(arguments: [(1, 20), (2, 20), (2_000, 20), (2_000, 800)])
    func `a line of which half was read has a row`(events: Int, pause: Int) async throws {
        let line = Array("\(Event.line(2))\n\(Event.line(3))\n".utf8)
        let acts: [Action] = [
            .write(Event.line(1) + "\n"), .wait(.rows(1)), .write(Array(line[..<40])), .wait(.taken), .signal(SIGINT),
            .wait(.said("signal")), .pause(.milliseconds(pause)), .write(Array(line[40...])), .hold,
        ]
        let stimulus = Case(.script(acts), ["--batch-events", "\(events)", "--max-delay", "0"])
        let outcome = try await stimulus.gives(signal: SIGINT, .imported(.between(1, 2)), .undelivered(.atMost(1)))
        #expect(outcome.rows.map(\.line) == [1, 2], "\(outcome)")
    }

    @Test func `a line that is cut for good is named`() async throws {
        let half = Array(Event.line(2).utf8.prefix(40))
        let acts: [Action] = [
            .write(Event.line(1) + "\n"), .wait(.rows(1)), .write(half), .wait(.taken), .signal(SIGINT), .hold,
        ]
        let outcome = try await Case(.script(acts), ["--max-delay", "0"]).gives(signal: SIGINT, .imported(1))
        #expect(outcome.standardError.contains("line 2 was cut by the stop: its first 40 bytes"), "\(outcome)")
    }

    @Test(arguments: [1, 2]) func `a line that is cut after its first byte is named`(bytes: Int) async throws {
        let acts: [Action] = [.write(Array(Event.line(1).utf8.prefix(bytes))), .wait(.taken), .signal(SIGINT), .hold]
        let stimulus = Case(.script(acts), []).with { $0.lines = [] }
        let outcome = try await stimulus.gives(signal: SIGINT, requests: 0)
        #expect(outcome.standardError.contains("line 1 was cut by the stop: its first \(bytes) bytes"), "\(outcome)")
    }

    /// Room for the rest of a line is no reason to read it all.
    @Test(arguments: ["1MiB", "1GiB"])
    func `a line without an end is not read on for ever`(limit: String) async throws {
        let endless = [UInt8](repeating: UInt8(ascii: "x"), count: 128 << 20)
        let acts: [Action] = [.write("\(Event.line(1))\n"), .wait(.rows(1)), .write("{"), .write(endless)]
        let arguments = ["--max-delay", "0", "--max-line-bytes", limit]
        let stimulus = Case(.script(acts), arguments).with { stimulus in
            stimulus.acts = [.wait(.rows(1)), .pause(.milliseconds(50)), .signal(SIGTERM)]
            stimulus.converges = false
        }
        try await stimulus.gives(signal: SIGTERM, .imported(1), requests: 1)
    }

    @Test func `what has no row is still in the pipe`() async throws {
        let pipe = Mutex<StandardInputPipe?>(nil)
        let text = Array(Event.lines(5_000).utf8)
        let stimulus = Case(.bytes(text), ["--batch-events", "100"], faults: [Self.slow]).with { stimulus in
            stimulus.acts = [
                .perform { stage in
                    let opened = try StandardInputPipe(of: stage.child)
                    pipe.withLock { $0 = opened }
                },
                .wait(.requests(2)), .signal(SIGINT),
            ]
        }
        let outcome = try await stimulus.gives(
            signal: SIGINT,
            .imported(200),
            .undelivered(.between(1, 4_700), "stopped")
        )
        let rest = pipe.withLock { $0?.takeRest() }
        #expect(InputLines(text).text(of: 1...outcome.rows.count) + (rest ?? []) == text, "\(outcome.rows.count)")
    }

    @Test func `a long wait ends with a signal`() async throws {
        let stimulus = Case(Event.lines(5), faults: [.request(.always, .rateLimited(retryAfter: "300"))]).with {
            $0.acts = [.wait(.requests(1)), .pause(.milliseconds(200)), .signal(SIGINT)]
        }
        let outcome = try await stimulus.gives(signal: SIGINT, .undelivered(5, "stopped"), requests: 1)
        #expect(outcome.rows.allSatisfy { $0.code == 429 })
    }

    @Test func `a program that was suspended goes on as if no time had passed`() async throws {
        let arguments = "--batch-events 1 --timeout 3s --give-up-after 5s"
        let fault = FaultRule.request(.number(3), .delayed(by: .milliseconds(500)))
        let stimulus = Case(Event.lines(10), options: arguments, faults: [fault]).with { stimulus in
            stimulus.acts = [
                .wait(.requests(3)), .signal(SIGTSTP), .perform { try await Self.waitUntilStopped($0.child) },
                .pause(.seconds(6)), .signal(SIGCONT),
            ]
        }
        try await stimulus.gives(exit: 0, .imported(10))
    }

    @Test func `a throttled program that was suspended goes on as if no time had passed`() async throws {
        // Two waits of at most 0.7 s and 0.9 s.
        let arguments = "--batch-events 1 --retry-delay 200ms --give-up-after 5s"
        let fault = FaultRule.request(.numbers(3...4), .rateLimited())
        let stimulus = Case(Event.lines(10), options: arguments, faults: [fault]).with { stimulus in
            stimulus.acts = [
                .wait(.requests(3)), .pause(.milliseconds(50)), .signal(SIGTSTP),
                .perform { try await Self.waitUntilStopped($0.child) }, .pause(.seconds(6)), .signal(SIGCONT),
            ]
        }
        try await stimulus.gives(exit: 0, .imported(10))
    }

    private static func waitUntilStopped(_ child: Child) async throws {
        while true {
            let status = try String(contentsOfFile: "/proc/\(child.number)/stat", encoding: .utf8)
            if status.contains(") T ") { return }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test(.enabled(if: Tool.isThere("/usr/bin/nohup"), "needs nohup"))
    func `a signal that the parent ignores stays ignored`() async throws {
        let stimulus = Case(Event.lines(5_000), faults: [Self.slow]).with { stimulus in
            stimulus.launcher = ["/usr/bin/nohup"]
            stimulus.acts = [.wait(.requests(2)), .signal(SIGHUP)]
        }
        try await stimulus.gives(exit: 0, .imported(5_000), requests: 3)
        let terminated = stimulus.with { $0.acts = [.wait(.requests(2)), .signal(SIGHUP), .signal(SIGTERM)] }
        try await terminated.gives(signal: SIGTERM, .imported(4_000), .undelivered(.atMost(1_000)))
    }

    @Test func `a signal during another stop is what the program dies by`() async throws {
        let faults: [FaultRule] = [
            .request(.contains(#""id-1""#), .hang), .request(.contains(#""id-2""#), .status(401)),
        ]
        let stimulus = Case(Event.lines(5), options: "--batch-events 1 --concurrency 2", faults: faults).with {
            $0.acts = [.wait(.said("401")), .signal(SIGINT)]
        }
        try await stimulus.gives(
            signal: SIGINT,
            .unknown(1, "stopped"),
            .undelivered(.between(1, 4), "stopped"),
            requests: 2
        )
    }
}
