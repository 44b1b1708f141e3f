import Foundation
import MixpanelSandbox
import Synchronization
import Testing

@Suite struct OptionTests {
    @Test(arguments: [
        ["--no-such-option"], ["--batch-event", "5"], ["events.ndjson"], ["--concurrency"], ["--concurrency", "0"],
        ["--concurrency", "101"], ["--concurrency", "x"], ["--batch-events", "0"], ["--batch-events", "-1"],
        ["--batch-events", "2001"], ["--batch-bytes", "0"], ["--batch-bytes", "11MiB"], ["--batch-bytes", "1XB"],
        ["--compression-level", "0"], ["--compression-level", "10"], ["--max-delay", "soon"], ["--max-delay", "5"],
        ["--max-delay", "-1s"], ["--timeout", "0"], ["--timeout", "1e9s"], ["--retry-delay", "0s"],
        ["--max-attempts", "-1"], ["--give-up-after", ""], ["--rate", "0"], ["--rate", "fast"], ["--rate", "5/x"],
        ["--share", "0/4"], ["--share", "5/4"], ["--share", "1/0"], ["--share", "1"], ["--share", "1/4/2"],
        ["--share", "1/"], ["--share", "-1/4"], ["--share", "1/4", "--rate", "none"],
        ["--max-line-bytes", "0"], ["--max-line-bytes", "9999999999GB"], ["--insert-id", "random"],
        ["--expect-lines", "-1"], ["--expect-lines", "1.5"], ["--max-rejects", "0"], ["--progress", "bar"],
        ["--region", "mars"], ["--endpoint", "ftp://127.0.0.1"], ["--endpoint", "127.0.0.1"], ["--endpoint", ""],
        ["--endpoint", "http://127.0.0.1:{port}/?a=b"], ["--endpoint", "http://example.com"],
        ["--endpoint", "http://127.0.0.1.example.com"], ["--endpoint", "http://localhost.example.com:{port}"],
        ["--endpoint", "http://127.0.0.1:99999"], ["--endpoint", "https://127.0.0.1:0"],
        ["--endpoint", "http://127.0.0.1:abc"], ["--endpoint", "http://127.0.0.1:"], ["--endpoint", "http://[::1"],
        ["--endpoint", "http://[::1]evil.com:7801"], ["--endpoint", #"http://127.0.0.1:{port}\x"#],
        ["--endpoint", "https://exa^mple.com"], ["--endpoint", "https://" + String(repeating: "a.", count: 127)],
        ["--endpoint", "{url}", "--region", "eu"], ["--dry-run", "--sandbox"],
        ["no-such-command"], ["--json=yes"],
        ["--resume", "--overwrite"], ["--secret-file"], ["sandbox", "--port", "99999"], ["sandbox", "--port", "-1"],
    ])
    func `what cannot be meant is refused with a hint`(arguments: [String]) async throws {
        let outcome = try await Case(.bytes(Array(Event.lines(5).utf8)), arguments).gives(exit: 64, requests: 0)
        #expect(!outcome.standardError.isEmpty)
        #expect(outcome.modes.isEmpty, "\(outcome.modes.keys)")
    }

    @Test func `credentials in clear are refused, and the message says what would do`() async throws {
        let outcome = try await Case(Event.lines(5), "--endpoint", "http://example.com").gives(exit: 64, requests: 0)
        let words = ["example.com", "https"]
        for word in words { #expect(outcome.standardError.contains(word), "\(outcome.standardError)") }
    }

    @Test(arguments: [
        "http://127.0.0.1:1/" + String(repeating: "a", count: 90_000),
        "https://127.0.0.1/" + String(repeating: "a", count: 1_983),
        "https://" + String(repeating: "a", count: 1_993),
    ])
    func `a base URL that no server takes is refused, and the limit said`(url: String) async throws {
        for isOption in [true, false] {
            let stimulus = Case(Event.lines(5), "--endpoint", url).with { stimulus in
                guard !isOption else { return }
                stimulus.arguments = []
                stimulus.defaults.removeFirst(2)
                stimulus.environment["MIXPANEL_ENDPOINT"] = url
            }
            let outcome = try await stimulus.gives(exit: 64, requests: 0)
            #expect(outcome.standardError.contains("2,000 bytes"), "\(outcome.standardError.prefix(200))")
        }
    }

    @Test func `a base URL may have a long path`() async throws {
        let path = String(repeating: "a", count: 1_900)
        // The sandbox has no `/import` there, but the request arrives.
        let stimulus = Case(Event.lines(5), "--endpoint", "{url}/\(path)")
        let outcome = try await stimulus.gives(exit: 76, .undelivered(5, "stopped"), requests: 1)
        #expect(outcome.served.requests.first?.target.hasPrefix("/\(path)/import") == true)
    }

    @Test func `a misspelt option is put right in the message`() async throws {
        let outcome = try await Case(Event.lines(5), "--batch-event", "5").gives(exit: 64, requests: 0)
        #expect(outcome.standardError.contains("--batch-events"))
    }

    @Test(arguments: [
        (["--batch-size", "5"], "there is no --batch-size; --batch-events or --batch-bytes?"),
        (["--reprot", "r"], "there is no --reprot; --report?"),
        (["--timeout", "5"], "--timeout 5: a unit is missing, as in 5s, 2m"),
        (["--rate", "5/x"], "--rate 5/x: write 30000, 20000/2s or none"),
        (["--batch-bytes", "5x"], "--batch-bytes 5x: write a number and a unit, as in 500k, 10MB, 9.5MiB"),
        (["--insert-id", "foo"], "--insert-id foo: write derive, line or require"),
        (["--region", "mars"], "--region mars: takes us, eu or in"),
        (["--concurrency", "x"], "--concurrency x: write a whole number"),
        (["--concurrency"], "--concurrency needs a value: --concurrency N"),
        (["--concurrency", "0"], "--concurrency takes 1 to 100"),
        (["-q", "-v"], "--quiet and --verbose: use one of them"),
        (["replay"], "replay needs the name of a report"), (["replay", "--nope", "r"], "there is no --nope"),
    ])
    func `what is wrong with a command line is said in one voice, with what to write`(
        arguments: [String],
        said: String
    ) async throws {
        let stimulus = Case(.bytes(Array(Event.lines(1).utf8)), arguments).with { $0.defaults = [] }
        let outcome = try await stimulus.gives(exit: 64, requests: 0)
        #expect(outcome.messages.first == "mixport: \(said)", "\(outcome.standardError)")
        #expect(outcome.messages.count <= 2, "\(outcome.standardError)")
    }

    @Test func `a file as an argument is answered with the redirection to type`() async throws {
        for (files, line) in [(["a b.ndjson"], "mixport < 'a b.ndjson'"), (["x", "y"], "cat x y | mixport")] {
            let stimulus = Case(.bytes([]), files).with { stimulus in
                stimulus.defaults = []
                stimulus.prepare = { for name in files { try $0.write("{}", to: name) } }
            }
            let outcome = try await stimulus.gives(exit: 64, requests: 0)
            #expect(outcome.messages.first?.contains("events come from standard input") == true, "\(outcome)")
            #expect(outcome.messages.last == "  \(line)", "\(outcome)")
        }
    }

    @Test(arguments: [
        ["--batch-bytes", "500k"], ["--batch-bytes", "9.5MiB"], ["--batch-bytes", "10MiB"], ["--batch-bytes", "10MB"],
        ["--max-delay", "250ms"], ["--max-delay", "0"], ["--timeout", "1.5s"], ["--timeout", "15m"],
        ["--give-up-after", "0"], ["--give-up-after", "2h"], ["--rate", "none"], ["--rate", "100000"],
        ["--rate", "20000/2s"], ["--share", "1/4"], ["--share", "1/1"], ["--share", "3/4", "--rate", "100000"],
        ["--max-attempts", "0"], ["--concurrency", "100"], ["--max-line-bytes", "1GiB"],
        ["--insert-id", "derive"], ["--insert-id", "line"], ["--insert-id", "require"], ["--progress", "plain"],
        ["--progress", "none"], ["-q"], ["--quiet"], ["-v"], ["--verbose"], ["import"], ["--max-rejects", "1"],
        ["--compression-level", "1"], ["--batch-events=3"],
    ])
    func `every documented form of a value is taken`(arguments: [String]) async throws {
        let stimulus = Case(.bytes(Array(Event.lines(5).utf8)), arguments).with { $0.converges = false }
        let outcome = try await stimulus.gives(exit: 0, .imported(5))
        if ["-q", "--quiet"].contains(arguments[0]) { #expect(outcome.standardError.isEmpty) }
    }

    @Test func `verbose says one line a request`() async throws {
        let outcome = try await Case(Event.lines(50), "-v", "--batch-events", "10").gives(exit: 0, .imported(50))
        #expect(outcome.messages.count { $0.contains("10 events") } == 5, "\(outcome.standardError)")
    }

    @Test func `without credentials nothing is sent`() async throws {
        let stimulus = Case(Event.lines(5)).with { $0.environment = [:] }
        let outcome = try await stimulus.gives(exit: 64, requests: 0)
        #expect(outcome.standardError.contains("MIXPANEL_TOKEN"))
        #expect(outcome.standardError.contains("--service-account"))
    }

    @Test func `a bad value in the environment is refused like one on the command line`() async throws {
        for (name, value) in [("MIXPANEL_REGION", "mars"), ("MIXPANEL_ENDPOINT", "ftp://127.0.0.1")] {
            let stimulus = Case(Event.lines(5)).with { stimulus in
                stimulus.environment[name] = value
                stimulus.defaults.removeFirst(2)
            }
            let outcome = try await stimulus.gives(exit: 64, requests: 0)
            #expect(outcome.standardError.contains(name == "MIXPANEL_REGION" ? name : "endpoint"))
        }
    }

    @Test func `the sandbox needs no credentials and no network`() async throws {
        let text = "\(Event.line(1))\n\(Event.line(2, value: "[1,]"))\n\(Event.anonymous(3))\n"
        try await Case(text, "--sandbox").gives(exit: 65, .imported(2), .rejected(1, "not_json"), requests: 0)
    }

    @Test(.enabled(if: Tool.isThere("/usr/bin/curl"), "needs curl"))
    func `the sandbox inside the process holds nothing of what it has been sent`() async throws {
        let asked = Mutex("")
        let ask = Action.perform { context in
            let said = String(decoding: context.errors.bytes, as: UTF8.self)
            let url = try #require(said.split { $0.isWhitespace }.first { $0.hasPrefix("http://") })
            let ledger = try await Tool.run("/usr/bin/curl", "-s", "\(url)/ledger?ids=1", input: []).output
            asked.withLock { $0 = String(decoding: ledger, as: UTF8.self) }
        }
        let input = Case.Input.script([.write(Event.lines(5)), .wait(.rows(5)), ask])
        let stimulus = Case(input, "--sandbox", "--max-delay", "0")
        try await stimulus.gives(exit: 0, .imported(5), requests: 0)
        let ledger = asked.withLock(\.self)
        #expect(ledger.contains(#""events":5,"ids":{}}"#), "\(ledger)")
    }

    @Test func `a pace spreads requests over time`() async throws {
        let stimulus = Case(Event.lines(60), "--batch-events", "10", "--rate", "20/500ms", "--concurrency", "5")
        let outcome = try await stimulus.gives(exit: 0, .imported(60), requests: 6)
        let times = outcome.served.requests.map(\.arrived)
        // No half second may see more than 20 events, that is two requests.
        for (first, third) in zip(times, times.dropFirst(2)) {
            #expect(third - first >= .milliseconds(500), "\(times)")
        }
    }

    @Test func `no batch is larger than the pace allows in its window`() async throws {
        let stimulus = Case(Event.lines(60), "--rate", "20/500ms", "--concurrency", "5")
        let outcome = try await stimulus.gives(exit: 0, .imported(60), requests: 3)
        let times = outcome.served.requests.map(\.arrived)
        for (first, second) in zip(times, times.dropFirst()) {
            #expect(second - first >= .milliseconds(500), "\(times)")
        }
    }

    @Test func `too many rejects stop the run`() async throws {
        let text = (1...5_000).map { Event.line($0, value: $0 % 2 == 0 ? "0" : "[1,]") + "\n" }.joined()
        let stimulus = Case(text, "--max-rejects", "10", "--batch-events", "20")
        let outcome = try await stimulus.gives(
            exit: 65,
            .imported(.between(1, 2_000)),
            .rejected(.between(10, 2_000), "not_json"),
            .undelivered(.atMost(2_000), "stopped")
        )
        // What had been read of the pipe has its rows, the rest was not read.
        #expect(outcome.rows.count < 5_000)
        #expect(outcome.standardError.contains("--max-rejects"))
    }

    @Test func `a run that was stopped by its rejects goes on with the next ones`() async throws {
        let text = (1...60).map { $0 % 6 == 0 ? "{\n" : Event.line($0) + "\n" }.joined()
        let options = ["--resume", "--max-rejects", "4", "--batch-events", "6"]
        let stimulus = Case(.bytes(Array(text.utf8)), options)
        try await Chain.with(stimulus.service) { chain in
            for _ in 0..<2 {
                try await chain.run(
                    stimulus,
                    exit: 65,
                    .imported(.atLeast(20)),
                    .undelivered(.atLeast(10)),
                    .rejected(10)
                )
            }
            let outcome = try await chain.run(stimulus, exit: 65, .imported(50), .rejected(10))
            #expect(outcome.served.ledger.distinct == 50)
        }
    }
}
