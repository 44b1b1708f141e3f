import Foundation
import MixpanelSandbox
import Testing

/// Readers of rows that are slow, stuck or gone.
@Suite struct StreamReaderTests {
    private static func shell(_ script: String) -> [String] { ["/bin/bash", "-c", script, "bash"] }

    /// Nobody reads, and the program itself keeps the reading end open.
    private static let stuck = shell(#"mkfifo pipe && exec 3<>pipe; exec "$@" > pipe"#)

    private static func run(_ stimulus: Case) async throws -> Outcome {
        try await Chain.with(stimulus.service) { chain in
            try await stimulus.run(in: chain.directory, against: chain.sandbox)
        }
    }

    @Test func `a reader that goes away ends the run`() async throws {
        let stimulus = Case(Event.lines(20_000), "--report", "-", "--batch-events", "100").with { stimulus in
            stimulus.launcher = Self.shell(#""$@" | head -n 1; exit ${PIPESTATUS[0]}"#)
        }
        let outcome = try await Self.run(stimulus)
        #expect(outcome.ending == .exit(74), "\(outcome)")
        #expect(outcome.standardError.contains("standard output cannot be written"), "\(outcome)")
        #expect(outcome.served.ledger.requests < 200, "\(outcome)")
    }

    /// Each row waits for its reader, and nothing is read that the window has no room for.
    @Test func `a reader that stops holds up the run, and costs no patience`() async throws {
        // The rows of the first batch are more than a pipe holds. Then five requests fail, for longer than the run
        // would wait for the service.
        let faults = [FaultRule.request(.numbers(2...6), .status(503))]
        let arguments = ["--report", "-", "--give-up-after", "2s", "--retry-delay", "100ms"]
        let stimulus = Case(.bytes(Array(Event.lines(10_000).utf8)), arguments, faults: faults).with { stimulus in
            let wait = "while [ ! -e go ]; do sleep 0.05; done"
            stimulus.launcher = Self.shell(#""$@" | { \#(wait); cat; }; exit ${PIPESTATUS[0]}"#)
            stimulus.acts = [
                .wait(.requests(8)), .pause(.seconds(1)),
                .perform { context in
                    // The window has room for three batches.
                    #expect(try await context.sandbox.ledger.requests == 8)
                    try context.directory.write("", to: "go")
                },
            ]
        }
        try await stimulus.gives(exit: 0, .imported(10_000), requests: 10)
    }

    /// Others that have the pipe, such as the shell, count on writes that wait.
    @Test func `a pipe stays as it was for those who share it`() async throws {
        let stimulus = Case(Event.lines(3_000), "--report", "-").with { stimulus in
            let flags = "import fcntl, os; print(fcntl.fcntl(1, fcntl.F_GETFL) & os.O_NONBLOCK)"
            stimulus.launcher = Self.shell(
                #"("$@"; code=$?; python3 -c '\#(flags)'; exit $code) | cat; exit ${PIPESTATUS[0]}"#
            )
        }
        let outcome = try await Self.run(stimulus)
        #expect(outcome.ending == .exit(0), "\(outcome)")
        let lines = outcome.standardOutput.split(separator: "\n")
        #expect(lines.count == 3_001 && lines.last == "0", "\(lines.last ?? "")")
    }

    @Test func `a reader that never reads does not keep a run from ending`() async throws {
        let arguments = ["--report", "-", "--batch-events", "100"]
        let stimulus = Case(.bytes(Array(Event.lines(5_000).utf8)), arguments).with { stimulus in
            stimulus.launcher = Self.stuck
            stimulus.acts = [
                .wait(.requests(5)), .pause(.seconds(1)),
                .signal(SIGTERM), .wait(.said("stopping on signal")), .signal(SIGTERM),
            ]
        }
        let outcome = try await Self.run(stimulus)
        #expect(!outcome.isHung && outcome.ending == .exit(74), "\(outcome)")
        #expect(outcome.standardError.contains("were read and could not be written anywhere"), "\(outcome)")
    }

    @Test func `the same holds for events that are printed`() async throws {
        let acts: [Action] = [
            .write(Event.lines(5_000)), .wait(.taken), .signal(SIGTERM), .pause(.seconds(1)), .signal(SIGTERM), .hold,
        ]
        let stimulus = Case(.script(acts), ["convert"]).with { stimulus in
            stimulus.defaults = []
            stimulus.launcher = Self.stuck
        }
        let outcome = try await Self.run(stimulus)
        #expect(!outcome.isHung && outcome.ending == .exit(74), "\(outcome)")
    }

    @Test func `a stop writes the rows of all lines that were read`() async throws {
        let faults = [FaultRule.request(.from(3), .hang)]
        let arguments = ["--report", "-", "--batch-events", "100"]
        let stimulus = Case(.bytes(Array(Event.lines(5_000).utf8)), arguments, faults: faults).with { stimulus in
            stimulus.acts = [
                .wait(.requests(3)), .signal(SIGTERM), .wait(.said("stopping on signal")), .signal(SIGTERM),
            ]
        }
        try await stimulus.gives(signal: SIGTERM, .imported(200), .unknown(100, "stopped"), .undelivered(.atLeast(1)))
    }
}
