import MixpanelSandbox
import Testing

/// What the system does not let the program have is said before anything is sent, and nothing traps or waits for ever.
@Suite struct ResourceLimitTests {
    @Test(arguments: [
        ("-n 8", "ulimit -n"), ("-v 200000", "ulimit -v"), ("-d 12000", "ulimit -d"), ("-d 40000", "ulimit -d"),
        ("-d 100000", "ulimit -d"), ("-s 16", "ulimit -s"),
    ])
    func `a limit that is too low is named`(limit: String, name: String) async throws {
        let script = #"ulimit \#(limit); exec "$@""#
        let stimulus = Case(Event.lines(5)).with { $0.launcher = ["/bin/sh", "-c", script, "sh"] }
        let outcome = try await stimulus.gives(exit: 71, requests: 0)
        #expect(outcome.messages.count == 1 && outcome.standardError.contains(name), "\(outcome.standardError)")
        #expect(outcome.modes.isEmpty)
    }

    @Test(arguments: ["-s 100", "-s 10000000", "-v 4000000", "-d 1000000", "-s 64; ulimit -d 300000"])
    func `a limit that leaves enough is no obstacle`(limit: String) async throws {
        let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        let text = Event.lines(5) + Event.line(6, value: deep) + "\n"
        let stimulus = Case(text).with { $0.launcher = ["/bin/sh", "-c", #"ulimit \#(limit); exec "$@""#, "sh"] }
        try await stimulus.gives(exit: 0, .imported(6), requests: 1)
    }

    @Test func `memory that is not allowed can be done without`() async throws {
        let stimulus = Case(Event.lines(5)).with { stimulus in
            stimulus.launcher = ["/bin/sh", "-c", #"ulimit -d 170000; exec "$@""#, "sh"]
        }
        let refused = try await stimulus.gives(exit: 71, requests: 0)
        #expect(refused.standardError.contains("--batch-bytes"), "\(refused)")
        try await stimulus.with { $0.arguments = ["--batch-bytes", "100k"] }.gives(exit: 0, .imported(5), requests: 1)
    }

    @Test func `connections that the limit of open files has no room for are refused at once`() async throws {
        let stimulus = Case(Event.lines(5), "--concurrency", "100").with { stimulus in
            stimulus.launcher = ["/bin/sh", "-c", #"ulimit -n 90; exec "$@""#, "sh"]
        }
        let outcome = try await stimulus.gives(exit: 71, requests: 0)
        #expect(outcome.standardError.contains("--concurrency"))
    }

    /// Descriptors that whoever starts the program leaves open.
    @Test(arguments: [(60, false), (100, true)])
    func `descriptors that are open already count`(limit: Int, isEnough: Bool) async throws {
        let script = #"for n in $(seq 10 49); do eval "exec $n</dev/null"; done; ulimit -n \#(limit); exec "$@""#
        let stimulus = Case(Event.lines(5)).with { $0.launcher = ["/bin/bash", "-c", script, "bash"] }
        if isEnough {
            try await stimulus.gives(exit: 0, .imported(5), requests: 1)
        } else {
            let outcome = try await stimulus.gives(exit: 71, requests: 0)
            #expect(outcome.messages.count == 1 && outcome.standardError.contains("ulimit -n"), "\(outcome)")
            #expect(outcome.standardError.contains("are open already"), "\(outcome)")
            #expect(outcome.modes.isEmpty)
        }
    }

    @Test(
        arguments: ["-n 6", "-n 7", "-s 16"],
        [["--version"], ["presets"], ["--dry-run"]]
    )
    func `a limit that is much too low is named by every command`(limit: String, arguments: [String]) async throws {
        let stimulus = Case(.bytes([]), arguments).with { stimulus in
            stimulus.launcher = ["/bin/sh", "-c", #"ulimit \#(limit); exec "$@""#, "sh"]
            stimulus.defaults = []
            stimulus.converges = false
        }
        let outcome = try await stimulus.gives(exit: 71, requests: 0)
        #expect(
            outcome.messages.count == 1 && outcome.standardError.contains("ulimit \(limit.prefix(2))"),
            "\(outcome)"
        )
    }

    @Test(.enabled(if: CrashCase.isPossible, "needs strace"), arguments: [1, 2, 6])
    func `threads that cannot be made are missed before anything is sent`(first: Int) async throws {
        let injection = "inject=clone3:error=EAGAIN:when=\(first)+"
        let stimulus = Case(Event.lines(5)).with { stimulus in
            stimulus.launcher = ["/usr/bin/strace", "-f", "-o", "/dev/null", "-e", "trace=clone3", "-e", injection]
        }
        let outcome = try await stimulus.gives(exit: 71, requests: 0)
        #expect(outcome.standardError.contains("only \(first - 1) more threads"), "\(outcome.standardError)")
        #expect(outcome.modes.isEmpty)
    }
}
