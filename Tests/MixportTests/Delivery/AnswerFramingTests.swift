import MixpanelSandbox
import Testing

/// Answers that break HTTP's own rules, or stop in the middle.
@Suite struct AnswerFramingTests {
    private static let body = #"{"code":200,"num_records_imported":{events},"status":"OK"}"#
    /// The number of events has two digits.
    private static let chunk = String(body.utf8.count - "{events}".utf8.count + 2, radix: 16) + "\r\n\(body)"
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

    @Test(arguments: [RequestFault.Cut.inStatusLine, .inHeaders, .inBody, .afterBytes(1)], [false, true])
    func `an answer that is cut proves nothing`(cut: RequestFault.Cut, commit: Bool) async throws {
        try await expectResend(of: .cut(cut), commit: commit)
    }

    private static let broken = [
        "Content-Length: 500\r\n\r\n\(body)", "Content-Length: 20\r\n\r\n\(body)",
        "Content-Length: 10\r\nContent-Length: 400\r\n\r\n\(body)", "Content-Length: -1\r\n\r\n\(body)",
        "Content-Encoding: gzip\r\nConnection: close\r\n\r\n\(body)",
        "Connection: close\r\n\r\n{\"code\":200,\"num_records_imported\":{events},\"stat",
        "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
        // The JSON is complete, the last chunk is missing or torn.
        "Transfer-Encoding: chunked\r\n\r\n\(chunk)", "Transfer-Encoding: chunked\r\n\r\n\(chunk)\r\n",
        "Transfer-Encoding: chunked\r\n\r\n\(chunk)\r\n0",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n\(body)\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n\(body)\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n\(body)\r\n0\r\n\r\n",
    ]

    @Test(arguments: broken, [false, true])
    func `an answer with broken framing proves nothing`(rest: String, commit: Bool) async throws {
        try await expectResend(of: .raw(Self.head + rest).ending(.close), commit: commit)
    }

    private static let foreign = [
        "", "\r\n\r\n", "SSH-2.0-OpenSSH_9.6\r\n", "\u{15}\u{3}\u{1}\u{0}\u{2}\u{2}P", "HTTP/9.9 200\r\n\r\n",
    ]

    @Test(arguments: foreign)
    func `something that is no answer proves nothing`(text: String) async throws {
        try await expectResend(of: .raw(text).ending(.close), commit: false)
        try await expectResend(of: .raw(text).ending(.close), commit: true)
    }

    /// Below 200 a status is the beginning of an answer for HTTP, and below 100 it is none at all.
    @Test(arguments: ["000", "001", "099"], ["", "abc"])
    func `a status that HTTP does not have proves nothing`(status: String, body: String) async throws {
        let text = "HTTP/1.1 \(status) x\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        try await expectResend(of: .raw(text), commit: true)
        let always: [FaultRule] = [.request(.always, .raw(text))]
        let outcome = try await Case(Event.lines(5), "--max-attempts", "2", faults: always)
            .gives(exit: 76, .unknown(5, "bad_answer"))
        #expect(outcome.rows.first?.message?.contains("status") == true, "\(outcome)")
    }

    private static let unusual = [
        "100 Continue\r\n\r\n", "103 Early Hints\r\nContent-Length: 3\r\n\r\nabc", "199 x\r\nConnection: close\r\n\r\n",
        "102 x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", "1000 x\r\n\r\n", "-1 x\r\n\r\n",
        "204 No Content\r\nContent-Length: 3\r\n\r\nabc", "205 Reset Content\r\nContent-Length: 3\r\n\r\nabc",
    ]

    @Test(arguments: unusual) func `an answer that is only begun, or has no body, proves nothing`(
        rest: String
    ) async throws {
        try await expectResend(of: .raw("HTTP/1.1 \(rest)").ending(.close), commit: true)
    }

    @Test(arguments: ["101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade", "304 Not Modified"])
    func `an answer of another protocol than an import's ends the run`(head: String) async throws {
        let faults: [FaultRule] = [
            .request(.always, .raw("HTTP/1.1 \(head)\r\nContent-Length: 3\r\n\r\nabc").ending(.close))
        ]
        try await Case(Event.lines(5), faults: faults).gives(exit: 76, .undelivered(5, "stopped"), requests: 1)
    }

    @Test func `an answer that ends with its connection is an answer`() async throws {
        let text = Self.head + "Connection: close\r\n\r\n" + Self.body
        let faults: [FaultRule] = [.request(.always, .raw(text).ending(.close), commit: true)]
        try await Fifty.stimulus(faults: faults).gives(exit: 0, .imported(50), requests: 3)
    }

    @Test func `chunks of one byte are an answer`() async throws {
        let body = #"{"code":200,"num_records_imported":5,"status":"OK"}"#
        let chunks = body.map { "1;x=y\r\n\($0)\r\n" }.joined()
        let text = Self.head + "Transfer-Encoding: chunked\r\n\r\n\(chunks)0\r\nTrailer: x\r\n\r\n"
        try await Case(Event.lines(5), faults: [.request(.always, .raw(text), commit: true)])
            .gives(exit: 0, .imported(5), requests: 1)
    }

    @Test func `a slow answer is read to its end`() async throws {
        let faults: [FaultRule] = [.request(.always, .trickle(bytes: 5, every: .milliseconds(10)))]
        try await Fifty.stimulus("--timeout", "10s", faults: faults)
            .gives(exit: 0, .imported(50), requests: 3)
    }

    @Test func `an answer that only trickles meets the deadline, though it never idles`() async throws {
        let faults: [FaultRule] = [.request(.number(2), .trickle(bytes: 1, every: .milliseconds(50)))]
        let outcome = try await Fifty.stimulus("--timeout", "2s", faults: faults)
            .gives(exit: 0, .imported(50), requests: 4)
        #expect(outcome.served.ledger.events == 70)
        #expect(outcome.duration < .seconds(35), "\(outcome)")
    }

    @Test(arguments: ["Connection: close\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n"])
    func `an answer without end is cut off`(framing: String) async throws {
        let piece = framing.contains("chunked") ? "400\r\n\(String(repeating: " ", count: 1_024))\r\n" : "          "
        let faults: [FaultRule] = [.request(.always, .raw(Self.head + framing, repeating: piece))]
        let stimulus = Case(Event.lines(50), "--give-up-after", "700ms", faults: faults)
        let outcome = try await stimulus.gives(exit: 75, .unknown(50, "stopped"))
        #expect(outcome.memory < 64 << 20, "\(outcome)")
    }

    @Test(arguments: ["Connection: close\r\n\r\n", "Content-Length: 99999999999\r\n\r\n"])
    func `the connection of an answer without end is closed while the run goes on`(framing: String) async throws {
        let endless = RequestFault.raw(Self.head + framing, repeating: "          ")
        let acts: [Action] = [
            .write(Event.lines(50)), .wait(.rows(50)),
            .perform { stage in
                while try await !stage.sandbox.requests[0].clientLeft { try await Task.sleep(for: .milliseconds(5)) }
            },
        ]
        let arguments = ["--max-delay", "50ms"]
        let stimulus = Case(.script(acts), arguments, faults: [.request(.number(1), endless)])
        let outcome = try await stimulus.gives(exit: 0, .imported(50), requests: 2)
        #expect(Set(outcome.served.requests.map(\.connection)).count == 2)
        #expect(outcome.rows.allSatisfy { $0.attempts == 2 })
    }

    @Test func `headers without end are cut off`() async throws {
        let header = "X-Filler: \(String(repeating: "x", count: 500))\r\n"
        let faults: [FaultRule] = [.request(.always, .raw("HTTP/1.1 200 OK\r\n", repeating: header))]
        let stimulus = Case(Event.lines(50), "--give-up-after", "700ms", "--timeout", "2s", faults: faults)
        let outcome = try await stimulus.gives(exit: 75, .unknown(50, "stopped"))
        #expect(outcome.memory < 64 << 20, "\(outcome)")
    }

    /// Once, on the second batch.
    private func expectResend(of fault: RequestFault, commit: Bool) async throws {
        let faults: [FaultRule] = [.request(.number(2), fault, commit: commit)]
        let outcome = try await Fifty.stimulus("--timeout", "2s", faults: faults)
            .gives(exit: 0, .imported(50), requests: 4)
        #expect(outcome.served.ledger.events == (commit ? 70 : 50))
        #expect(outcome.served.ledger.distinct == 50)
    }
}
