import MixpanelSandbox
import Testing

@Suite struct RequestFaultTests {
    @Test func `the n-th request gets the scripted answer and stores nothing`() async throws {
        try await withFaults([.request(.number(2), .rateLimited(retryAfter: "7"))]) { sandbox in
            #expect(try await post(sandbox, request(events(3))).status == 200)
            let second = try await post(sandbox, request(events(3)))
            #expect(second.status == 429)
            #expect(second.field("Retry-After") == "7")
            #expect(try await post(sandbox, request(events(3))).status == 200)
            let ledger = try await sandbox.ledger
            #expect(ledger.events == 6)
            #expect(ledger.distinct == 3)
            #expect(ledger.statuses == [200: 2, 429: 1])
        }
    }

    @Test func `commit stores the batch before the misbehaviour`() async throws {
        try await withFaults([.request(.always, .reset, commit: true)]) { sandbox in
            let client = try await WireClient(sandbox.port)
            await client.send(request(events(3)))
            let received = await client.receive()
            #expect(received.bytes.isEmpty)
            #expect(received.end == .reset)
            #expect(try await sandbox.ledger.events == 3)
        }
    }

    @Test(arguments: [
        (RequestFault.reset, WireClient.End.reset), (.close, .closed), (.hang, .silent),
        (RequestFault.reset.afterBodyBytes(10), .reset), (RequestFault.close.afterBodyBytes(10), .reset),
        (RequestFault.hang.afterBodyBytes(0), .silent),
    ])
    func `no answer, and the connection ends as scripted`(fault: RequestFault, end: WireClient.End) async throws {
        try await withFaults([.request(.always, fault)]) { sandbox in
            let client = try await WireClient(sandbox.port)
            await client.send(request(events(2_000)))
            let received = await client.receive(silence: 300)
            #expect(received.bytes.isEmpty)
            #expect(received.end == end)
            #expect(try await sandbox.ledger.events == 0)
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
                let client = try await WireClient(sandbox.port)
                await client.send(request(event("a")))
                let received = await client.receive()
                #expect(String(decoding: received.bytes, as: UTF8.self).hasPrefix(expected))
                #expect(received.bytes.count < whole.utf8.count)
                #expect(received.end == .closed)
                #expect(try await sandbox.ledger.events == 0)
            }
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
