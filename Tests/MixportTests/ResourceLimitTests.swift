import MixpanelSandbox
import Testing

/// What the system does not let the program have is said before anything is sent, and nothing traps or waits for ever.
@Suite struct ResourceLimitTests {
    @Test(arguments: [("-n 8", "ulimit -n"), ("-v 200000", "ulimit -v")])
    func `a limit that is too low is named`(limit: String, name: String) async throws {
        let script = #"ulimit \#(limit); exec "$@""#
        let stimulus = Case(Event.lines(5)).with { $0.launcher = ["/bin/sh", "-c", script, "sh"] }
        let outcome = try await stimulus.gives(exit: 71, requests: 0)
        #expect(outcome.messages.count == 1 && outcome.standardError.contains(name), "\(outcome.standardError)")
        #expect(outcome.modes.isEmpty)
    }

    @Test func `connections that the limit of open files has no room for are refused at once`() async throws {
        let stimulus = Case(Event.lines(5), "--concurrency", "100").with { stimulus in
            stimulus.launcher = ["/bin/sh", "-c", #"ulimit -n 90; exec "$@""#, "sh"]
        }
        let outcome = try await stimulus.gives(exit: 71, requests: 0)
        #expect(outcome.standardError.contains("--concurrency"))
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
