import MixpanelSandbox
import Testing

@Suite struct ConnectionFaultTests {
    @Test(arguments: [(ConnectionFault.reset, WireClient.End.reset), (.close, .closed), (.hang, .silent)])
    func `the chosen connection fails, the next one works`(fault: ConnectionFault, end: WireClient.End) async throws {
        try await withFaults([.connection(.number(1), fault)]) { sandbox in
            let client = try await WireClient(sandbox.port)
            let received = await client.receive(silence: end.patience)
            #expect(received.bytes.isEmpty)
            #expect(received.end == end)
            let answer = try await post(sandbox, request(events(1)))
            #expect(answer.status == 200)
            let requests = try await sandbox.requests
            #expect(requests.map(\.connection) == [2])
        }
    }

    @Test func `a slow reader takes its time`() async throws {
        try await withFaults([.connection(.always, .read(bytesPerSecond: 100_000))]) { sandbox in
            let clock = ContinuousClock()
            let start = clock.now
            let body = events(300)
            let answer = try await post(sandbox, request(body))
            #expect(answer.body == ok(300))
            let least = Double(body.utf8.count) / 100_000 * 0.7
            #expect(clock.now - start >= .seconds(least))
        }
    }

    @Test func `refused connections stay refused until the time is over`() async throws {
        try await withFaults([.connection(.number(2), .refuse(.seconds(20)))]) { sandbox in
            let first = try await WireClient(sandbox.port)
            let second = try await WireClient(sandbox.port)
            let received = await second.receive()
            #expect(received.end == .reset)
            #expect(await isRefused(sandbox.port))
            await first.send(request(events(1)))
            let open = try await first.answer()
            #expect(open.status == 200)
            var later: WireAnswer?
            for _ in 0..<6_000 where later == nil {
                try await Task.sleep(for: .milliseconds(10))
                later = try? await post(sandbox, request(events(1)))
            }
            #expect(later?.status == 200)
        }
    }

    @Test func `all is closed when the scope ends`() async throws {
        let (client, port) = try await Sandbox.withServer { sandbox in
            let client = try await WireClient(sandbox.port)
            await client.send(request(events(1)))
            _ = try await client.answer()
            return (client, sandbox.port)
        }
        let received = await client.receive()
        #expect(received.end == .closed)
        #expect(await isRefused(port))
    }

    /// A process that another test is about to start may hold a copy of a closed socket until it runs its program.
    private func isRefused(_ port: Int) async -> Bool {
        for _ in 0..<1_000 {
            do {
                _ = try await WireClient(port)
                try await Task.sleep(for: .milliseconds(10))
            } catch { return true }
        }
        return false
    }
}
