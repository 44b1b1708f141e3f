import Foundation
import MixpanelSandbox
import Testing

@Suite struct ConnectionTests {
    @Test func `a service that refuses connections has got nothing`() async throws {
        let refusing = try ClosedPort()
        defer { refusing.close() }
        let url = "http://127.0.0.1:\(refusing.number)"
        let stimulus = Fifty.stimulus("--endpoint", url, "--give-up-after", "700ms", "--json")
        let outcome = try await stimulus.gives(exit: 75, .undelivered(.atLeast(20), "stopped"), requests: 0)
        #expect(outcome.row(1)?.message?.contains("refused") == true, "\(outcome)")
        #expect(outcome.duration > .milliseconds(700) && outcome.duration < .seconds(35))
        let retries = outcome.json?["retries"] as? [String: Int] ?? [:]
        // Waits that double from 5 ms on.
        #expect((3...100).contains(retries["connection"] ?? 0) && retries.count == 1, "\(retries)")
    }

    @Test func `a service that comes back is found`() async throws {
        let door = try ClosedPort()
        defer { door.close() }
        let stimulus = Fifty.stimulus("--endpoint", "http://127.0.0.1:\(door.number)").with { stimulus in
            stimulus.acts = [.pause(.milliseconds(400)), .perform { stage in door.open(to: stage.sandbox.port) }]
        }
        let outcome = try await stimulus.gives(exit: 0, .imported(50), requests: .between(3, 9))
        #expect(outcome.served.ledger.events == 50)
    }

    @Test func `a name that nobody knows has got nothing`() async throws {
        let stimulus = Case(Event.lines(5), "--endpoint", "https://mixport-test.invalid", "--give-up-after", "700ms")
        let outcome = try await stimulus.gives(exit: 75, .undelivered(5, "stopped"), requests: 0)
        #expect(outcome.row(1)?.message?.contains("mixport-test.invalid") == true, "\(outcome)")
        #expect(outcome.row(1)?.message?.contains("resolved") == true, "\(outcome)")
    }

    @Test func `a connection that nobody answers ends at the deadline, with nothing sent`() async throws {
        guard let hole = try await BlackHole() else { try Test.cancel("this system lets everybody wait in line") }
        defer { hole.close() }
        let options = "--endpoint http://127.0.0.1:\(hole.number) --timeout 400ms --give-up-after 1s"
        let stimulus = Case(Event.lines(5), options: options)
        let outcome = try await stimulus.gives(exit: 75, .undelivered(5, "stopped"), requests: 0)
        #expect(outcome.duration < .seconds(35))
    }

    /// Its deadline is ten seconds away, and so is the end of a stop that leaves it time.
    @Test func `a second signal does not wait for a connection that is being made`() async throws {
        guard let hole = try await BlackHole() else { try Test.cancel("this system lets everybody wait in line") }
        defer { hole.close() }
        let options = "--endpoint http://127.0.0.1:\(hole.number)"
        let once: [Action] = [.wait(.taken), .pause(.seconds(2)), .signal(SIGINT)]
        let patient = Case(Event.lines(5), options: options).with { $0.acts = once }
        let impatient = patient.with { $0.acts += [.wait(.said("signal")), .signal(SIGINT)] }
        async let first = patient.gives(signal: SIGINT, .undelivered(5, "stopped"), requests: 0)
        let second = try await impatient.gives(signal: SIGINT, .undelivered(5, "stopped"), requests: 0)
        #expect(try await first.duration > second.duration + .seconds(3), "\(second)")
    }

    @Test(arguments: [ConnectionFault.reset, .close, .hang])
    func `a connection that dies when it is accepted is replaced`(fault: ConnectionFault) async throws {
        let stimulus = Fifty.stimulus("--timeout", "2s", faults: [.connection(.number(1), fault)])
        let outcome = try await stimulus.gives(exit: 0, .imported(50), requests: .between(3, 4))
        #expect(outcome.served.ledger.events == 50)
    }

    /// The same error means that nothing was sent where it comes before there is a connection.
    @Test(.enabled(if: CrashCase.isPossible, "needs strace"), arguments: ["EHOSTUNREACH", "ENETDOWN", "ECONNREFUSED"])
    func `a host that is lost under way may have got everything`(error: String) async throws {
        for (call, status) in [("writev", Row.Status.unknown), ("connect", .undelivered)] {
            // Not all that is sent is sent by `writev`; it must not end the test.
            let faults: [FaultRule] = [.request(.always, .status(500))]
            let stimulus = Case(Event.lines(5), "--give-up-after", "500ms", faults: faults).with { stimulus in
                let trace = ["-e", "trace=\(call)", "-e", "inject=\(call):error=\(error)"]
                stimulus.launcher = ["/usr/bin/strace", "-f", "-o", "/dev/null"] + trace
            }
            let rows = Rows(status: status, count: 5, reasons: ["stopped"])
            try await stimulus.gives(exit: 75, rows)
        }
    }

    @Test(arguments: [RequestFault.reset.afterBodyBytes(100), .close.afterBodyBytes(100), .hang.afterBodyBytes(100)])
    func `a request that breaks off in its body is sent again`(fault: RequestFault) async throws {
        let stimulus = Fifty.stimulus("--timeout", "3s", faults: [.request(.number(2), fault)])
        let outcome = try await stimulus.gives(exit: 0, .imported(50), requests: 4)
        #expect(outcome.served.ledger.events == 50)
        let again = outcome.served.requests[2]
        #expect(again.connection > outcome.served.requests[1].connection)
    }

    @Test(arguments: [RequestFault.reset, .close, .hang], [false, true])
    func `a request that is read and never answered is sent again`(fault: RequestFault, commit: Bool) async throws {
        let faults: [FaultRule] = [.request(.number(2), fault, commit: commit)]
        let stimulus = Fifty.stimulus("--timeout", "3s", faults: faults)
        let outcome = try await stimulus.gives(exit: 0, .imported(50), requests: 4)
        #expect(outcome.served.ledger.events == (commit ? 70 : 50))
        #expect(outcome.served.ledger.distinct == 50)
        #expect(outcome.rows.count { $0.attempts == 2 } == 20)
        let lost = outcome.served.requests[1]
        let again = outcome.served.requests[2...].filter { $0.wireBytes == lost.wireBytes && $0.bytes == lost.bytes }
        #expect(again.count == 1, "\(outcome)")
    }

    @Test func `a server that stops reading a large body is left`() async throws {
        let text = (1...1_000).map { Event.line($0, value: "\"\(noise(5_000))\"") + "\n" }.joined()
        let faults: [FaultRule] = [.request(.number(1), .hang.afterBodyBytes(1_000))]
        let stimulus = Case(text, "--timeout", "5s", faults: faults).with { $0.converges = false }
        let outcome = try await stimulus.gives(exit: 0, .imported(1_000), requests: 2)
        #expect(outcome.served.requests[1].connection > outcome.served.requests[0].connection)
    }

    @Test func `a slow line is no dead line`() async throws {
        let text = (1...100).map { Event.line($0, value: "\"\(noise(4_000))\"") + "\n" }.joined()
        let faults: [FaultRule] = [.connection(.always, .read(bytesPerSecond: 150_000))]
        let outcome = try await Case(text, faults: faults).with { $0.converges = false }
            .gives(exit: 0, .imported(100), requests: 1)
        #expect(outcome.duration > .milliseconds(500), "\(outcome)")
    }

    @Test func `on a line too slow for all requests at once, fewer are under way`() async throws {
        let text = (1...300).map { Event.line($0, value: "\"\(noise(2_000))\"") + "\n" }.joined()
        let options = "--concurrency 10 --batch-events 10 --timeout 600ms"
        // One request takes a sixth of its time, ten take longer than they may.
        let faults: [FaultRule] = [.connection(.always, .read(bytesPerSecond: 160_000))]
        let outcome = try await Case(text, options: options, faults: faults).with { $0.converges = false }
            .gives(exit: 0, .imported(300), requests: .between(31, 80))
        #expect(outcome.served.ledger.distinct == 300)
    }

    @Test func `a large body has more time`() async throws {
        // A second more for each megabyte that travels beyond the first.
        let text = (1...1_000).map { Event.line($0, value: "\"\(noise(4_000))\"") + "\n" }.joined()
        let faults: [FaultRule] = [.request(.always, .delayed(by: .milliseconds(1_500)))]
        try await Case(text, "--timeout", "1s", faults: faults).with { $0.converges = false }
            .gives(exit: 0, .imported(1_000), requests: 1)
        try await Case(Event.lines(5), "--timeout", "1s", "--give-up-after", "2s", faults: faults)
            .gives(exit: 75, .unknown(5, "stopped"))
    }

    @Test(arguments: ["{url}", "http://localhost:{port}"])
    func `a service that answers once a connection is used to the end`(url: String) async throws {
        let stimulus = Case(Fifty.lines, "--endpoint", url, "--batch-events", "5", "--concurrency", "3")
            .with { $0.service.requestsPerConnection = 1 }
        let outcome = try await stimulus.gives(exit: 0, .imported(50), requests: 10)
        #expect(Set(outcome.served.requests.map(\.connection)).count == 10)
    }

    @Test func `one connection serves all requests that follow each other`() async throws {
        let outcome = try await Case(Fifty.lines, "--batch-events", "5")
            .gives(exit: 0, .imported(50), requests: 10)
        #expect(Set(outcome.served.requests.map(\.connection)).count == 1)
    }

    @Test(arguments: [RequestFault.Ending.close, .reset, .hang])
    func `a connection that ends after an answer costs nothing but itself`(
        ending: RequestFault.Ending
    ) async throws {
        let faults: [FaultRule] = [.request(.always, RequestFault().ending(ending))]
        let stimulus = Fifty.stimulus("--timeout", "3s", faults: faults)
        // The next request may meet the end, and goes again.
        let outcome = try await stimulus.gives(exit: 0, .imported(50), requests: .between(3, 9))
        // A reset that comes before the answer is read takes with it what the system knew of the body's delivery.
        let stored = outcome.served.ledger
        #expect((ending == .reset ? stored.distinct : stored.events) == 50)
    }

    @Test func `an idle connection that the server closes is replaced without a word`() async throws {
        let acts: [Action] = [
            .write(Event.lines(3)), .wait(.rows(3)), .pause(.seconds(1)), .write(Event.lines(4...5)),
        ]
        let faults: [FaultRule] = [.request(.number(1), RequestFault().ending(.close))]
        let stimulus = Case(.script(acts), ["--max-delay", "20ms", "--json"], faults: faults)
        let outcome = try await stimulus.gives(exit: 0, .imported(5), requests: 2)
        #expect((outcome.json?["retries"] as? [String: Int])?.isEmpty == true, "\(outcome)")
        #expect(outcome.rows.allSatisfy { $0.attempts == nil })
    }

    @Test func `an answer and an end while the next body is under way`() async throws {
        let text = (1...900).map { Event.line($0, value: "\"\(noise(6_000))\"") + "\n" }.joined()
        let fault = RequestFault.status(500).afterBodyBytes(100_000).ending(.close)
        let stimulus = Case(text, "--batch-events", "300", faults: [.request(.number(3), fault)])
            .with { $0.converges = false }
        let outcome = try await stimulus.gives(exit: 0, .imported(900), requests: 4)
        #expect(outcome.served.ledger.events == 900)
    }
}

/// A text that no compressor makes shorter than by a quarter, another one each time.
func noise(_ count: Int) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    var random = SystemRandomNumberGenerator()
    return String(unsafeUninitializedCapacity: count) { text in
        for index in 0..<count { text[index] = digits[Int(random.next() & 63)] }
        return count
    }
}
