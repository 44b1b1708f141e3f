import MixpanelSandbox
import Testing

@Suite struct RequestFaultTests {
    @Test func `the n-th request gets the scripted answer and stores nothing`() async throws {
        try await withFaults([.request(.number(2), .rateLimited(retryAfter: "7"))]) { sandbox in
            let answers = [
                try await post(sandbox, request(events(3))), try await post(sandbox, request(events(3))),
                try await post(sandbox, request(events(3))),
            ]
            #expect(answers.map(\.status) == [200, 429, 200])
            #expect(answers[1].field("Retry-After") == "7")
            let ledger = try await sandbox.ledger
            #expect(ledger.events == 6)
            #expect(ledger.distinct == 3)
            #expect(ledger.statuses == [200: 2, 429: 1])
        }
    }

    @Test func `commit stores the batch before the misbehaviour`() async throws {
        let faults: [RequestFault] = [.reset, .status(502), .cut(.inHeaders), .raw("nonsense").ending(.close), .hang]
        for fault in faults {
            try await withFaults([.request(.always, fault, commit: true)]) { sandbox in
                let client = try await WireClient(sandbox.port)
                await client.send(request(events(3)))
                try await eventually("\(fault)") { try await sandbox.ledger.events == 3 }
            }
        }
    }

    @Test(arguments: [
        (RequestFault.reset, WireClient.End.reset), (.close, .closed), (.hang, .silent),
        (RequestFault.reset.afterBodyBytes(10), .reset), (RequestFault.close.afterBodyBytes(10), .reset),
        (RequestFault.hang.afterBodyBytes(0), .silent), (RequestFault.close.afterBodyBytes(2_000_000), .closed),
    ])
    func `no answer, and the connection ends as scripted`(fault: RequestFault, end: WireClient.End) async throws {
        try await withFaults([.request(.always, fault)]) { sandbox in
            let client = try await WireClient(sandbox.port)
            // More than one read takes, so that there is an unread rest where the body is not awaited.
            await client.send(request(event("a", more: #","f":"\#(String(repeating: "x", count: 900_000))""#)))
            let received = await client.receive(silence: end.patience)
            #expect(received.bytes.isEmpty)
            #expect(received.end == end)
            let ledger = try await sandbox.ledger
            #expect(ledger.events == 0)
        }
    }

    @Test func `an answer can stop in each of its parts`() async throws {
        let whole = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 51\r\n\r\n" + ok(1)
        let cuts: [(RequestFault.Cut, String)] = [
            (.inStatusLine, "HTTP/1.1"), (.inHeaders, "HTTP/1.1 200 OK\r\nContent-Type: appl"),
            (.inBody, String(whole.dropLast(26))), (.afterBytes(12), "HTTP/1.1 200"),
        ]
        for (cut, expected) in cuts {
            try await withFaults([.request(.always, .cut(cut))]) { sandbox in
                let (text, end) = try await talk(sandbox, request(event("a")))
                #expect(text.hasPrefix(expected))
                #expect(text.utf8.count < whole.utf8.count)
                #expect(end == .closed)
                let ledger = try await sandbox.ledger
                #expect(ledger.events == 0)
            }
        }
    }

    @Test(arguments: [
        (RequestFault.Ending.close, WireClient.End.closed), (.reset, .reset), (.hang, .silent), (.orderly, .silent),
    ])
    func `a complete answer can be followed by any end`(ending: RequestFault.Ending, end: WireClient.End) async throws {
        try await withFaults([.request(.always, RequestFault().ending(ending))]) { sandbox in
            let (text, seen) = try await talk(sandbox, request(event("a")), silence: end.patience)
            #expect(text.hasSuffix(ok(1)))
            #expect(!text.contains("Connection:"))
            #expect(seen == end)
            let ledger = try await sandbox.ledger
            #expect(ledger.events == 1)
        }
    }

    @Test func `an announced close is announced`() async throws {
        try await withFaults([.request(.always, .orderlyClose)]) { sandbox in
            let (text, end) = try await talk(sandbox, request(event("a")))
            #expect(text.contains("\r\nConnection: close\r\n"))
            #expect(end == .closed)
        }
    }

    @Test func `a connection serves as many requests as it is configured to`() async throws {
        var configuration = SandboxConfiguration()
        configuration.requestsPerConnection = 2
        try await Sandbox.withServer(configuration) { sandbox in
            let (text, end) = try await talk(sandbox, request(event("a")) + request(event("b")) + request(event("c")))
            #expect(text.split(separator: "HTTP/1.1 ").count == 2)
            #expect(text.contains("Connection: close"))
            #expect(end != .silent)
        }
    }

    @Test func `pipelined requests are answered in order`() async throws {
        try await withFaults([.request(.number(1), .delayed(by: .milliseconds(50)))]) { sandbox in
            let requests = request(events(1)) + request(events(2)) + request(events(3))
            let (text, _) = try await talk(sandbox, requests)
            let counts = text.split(separator: #""num_records_imported":"#).dropFirst().map { $0.prefix(1) }
            #expect(counts == ["1", "2", "3"])
        }
    }

    @Test func `a delay holds the answer back, a trickle stretches it`() async throws {
        let clock = ContinuousClock()
        try await withFaults([
            .request(.number(1), .delayed(by: .milliseconds(150))),
            .request(.number(2), .trickle(bytes: 10, every: .milliseconds(10))),
        ]) { sandbox in
            for _ in 0..<2 {
                let start = clock.now
                let answer = try await post(sandbox, request(events(1)))
                #expect(answer.body == ok(1))
                #expect(clock.now - start >= .milliseconds(100))
            }
        }
    }

    @Test func `raw bytes go out as they are, without end if asked`() async throws {
        let odd = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
        try await withFaults([
            .request(.number(1), .raw(odd).ending(.close)),
            .request(.number(2), .raw("", repeating: "HTTP/1.1 100 Continue\r\n\r\n")),
        ]) { sandbox in
            let (text, end) = try await talk(sandbox, request(events(1)))
            #expect(text == odd)
            #expect(end == .closed)
            let client = try await WireClient(sandbox.port)
            await client.send(request(events(1)))
            let received = await client.receive { $0.count > 5_000_000 }
            #expect(received.end == nil)
            #expect(received.bytes.starts(with: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100".utf8))
        }
    }

    @Test func `an early answer comes before the body, and then the connection goes on`() async throws {
        try await withFaults([.request(.number(1), .tooLarge(limit: 9).afterBodyBytes(0))]) { sandbox in
            let client = try await WireClient(sandbox.port)
            let bytes = request(events(1_000))
            await client.send(Array(bytes[..<250]))
            let early = try await client.answer()
            #expect(early.status == 413)
            await client.send(Array(bytes[250...]) + request(events(2)))
            let next = try await client.answer()
            #expect(next.body == ok(2))
        }
    }

    @Test func `a client that leaves without an answer is noted`() async throws {
        try await withFaults([.request(.always, .hang)]) { sandbox in
            let client = try await WireClient(sandbox.port)
            await client.send(request(events(1)))
            try await eventually { try await sandbox.requests.first?.bodyArrived != nil }
            client.leave()
            try await eventually { try await sandbox.requests.first?.clientLeft == true }
        }
    }
}

func withFaults(
    _ faults: [FaultRule],
    _ body: (RunningSandbox) async throws -> Void
) async throws {
    var configuration = SandboxConfiguration()
    configuration.faults = faults
    try await Sandbox.withServer(configuration, body)
}

/// Waits up to a minute.
func eventually(_ what: String = "", _ isSo: () async throws -> Bool) async throws {
    for _ in 0..<12_000 {
        if try await isSo() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    Issue.record("it did not come about: \(what)")
}

/// Sends on a new connection and reads all that comes.
func talk(
    _ sandbox: RunningSandbox,
    _ bytes: [UInt8],
    silence: Int32 = WireClient.End.closed.patience
) async throws -> (text: String, end: WireClient.End?) {
    let client = try await WireClient(sandbox.port)
    await client.send(bytes)
    let received = await client.receive(silence: silence)
    return (String(decoding: received.bytes, as: UTF8.self), received.end)
}
