import Foundation
import MixpanelSandbox
import Testing

@Suite struct LedgerTests {
    @Test func `duplicates are those that agree in name, user, time and id`() async throws {
        try await Sandbox.withServer { sandbox in
            let bodies = [
                event("a"), event("a", more: #","other":1"#), event("a", time: "1700000001"),
                event("a", distinctID: "\"u2\""), event("\\u0061"), event("b"),
            ]
            _ = try await post(sandbox, request(bodies.joined(separator: "\n")))
            let ledger = try await sandbox.ledger
            #expect(ledger.events == 6)
            #expect(ledger.distinct == 4)
            #expect(ledger.duplicates == 2)
            #expect(ledger.ids.map { "\($0.id) \($0.count)" } == ["a 5", "b 1"])
            #expect(ledger.count(of: "a") == 5)
            #expect(ledger.count(of: "nothing") == 0)
        }
    }

    @Test func `the ledger is served as JSON and can be cleared`() async throws {
        try await Sandbox.withServer { sandbox in
            _ = try await post(sandbox, request(events(3)))
            _ = try await post(sandbox, request(events(2)))
            _ = try await post(sandbox, request("{"))
            let counts = #""requests":3,"statuses":{"200":2,"400":1},"events":5,"distinct":3,"duplicates":2"#
            let ledger = try await post(sandbox, request("", target: "/ledger", method: "GET"))
            #expect(ledger.body == "{\(counts)}\n")
            let client = try await WireClient(sandbox.port)
            await client.send(request("", target: "/ledger?ids=1", method: "GET"))
            let received = String(decoding: await client.receive().bytes, as: UTF8.self)
            let ids = #""ids":{"id-0":2,"id-1":2,"id-2":1}"#
            #expect(received.hasSuffix("\r\n\r\n{\(counts),\(ids)}\n"), "\(received)")
            let cleared = try await post(sandbox, request("", target: "/ledger", method: "DELETE"))
            #expect(cleared.body == #"{"requests":0,"statuses":{},"events":0,"distinct":0,"duplicates":0}"# + "\n")
        }
    }

    @Test func `a ledger without ids counts what comes`() async throws {
        var configuration = SandboxConfiguration()
        configuration.remembersIDs = false
        configuration.logLength = 0
        try await Sandbox.withServer(configuration) { sandbox in
            _ = try await post(sandbox, request(events(3)))
            _ = try await post(sandbox, request(events(2)))
            let ledger = try await post(sandbox, request("", target: "/ledger", method: "GET"))
            #expect(ledger.body == #"{"requests":2,"statuses":{"200":2},"events":5}"# + "\n")
            let requests = try await sandbox.requests
            #expect(requests.isEmpty)
        }
    }

    @Test func `many ids arrive in order of first arrival`() async throws {
        try await Sandbox.withServer { sandbox in
            let client = try await WireClient(sandbox.port)
            for batch in 0..<20 {
                await client.send(request(events(2_000, prefix: "batch-\(batch)")))
                _ = try await client.answer()
            }
            await client.send(request("", target: "/ledger?ids=1", method: "GET"))
            let received = await client.receive()
            #expect(received.end == .closed)
            let text = String(decoding: received.bytes, as: UTF8.self)
            let ids = text.split(separator: "\"").filter { $0.hasPrefix("batch-") }.map(String.init)
            #expect(ids == (0..<40_000).map { "batch-\($0 / 2_000)-\($0 % 2_000)" })
        }
    }

    @Test func `kept events are byte for byte what arrived`() async throws {
        var configuration = SandboxConfiguration()
        configuration.keepEvents = true
        try await Sandbox.withServer(configuration) { sandbox in
            let odd = " \(event("a", more: #", "n":1.0E+2,"n":-0,"s":"\u0065\/""#)) "
            _ = try await post(sandbox, request("\(odd)\n\(event("bad:id"))\n\(event("b"))\n"))
            let kept = try await sandbox.events
            #expect(kept.map { String(decoding: $0, as: UTF8.self) } == [odd, event("b")])
        }
    }

    @Test func `the log tells what came and what went`() async throws {
        var configuration = SandboxConfiguration()
        configuration.keepBodies = true
        configuration.latency = .milliseconds(50) ... .milliseconds(60)
        try await Sandbox.withServer(configuration) { sandbox in
            let body = try gzip(Array(events(7).utf8))
            _ = try await post(sandbox, request(body, headers: ["Content-Encoding: gzip", "User-Agent: test/1"]))
            let requests = try await sandbox.requests
            let logged = try #require(requests.first)
            #expect(requests.count == 1)
            #expect((logged.number, logged.connection) == (1, 1))
            #expect(logged.method == "POST")
            #expect(logged.target == "/import?strict=1")
            #expect(logged.header("user-agent") == "test/1")
            #expect(logged.body == body)
            #expect(logged.wireBytes == body.count)
            #expect(logged.bytes == events(7).utf8.count)
            #expect(logged.events == 7)
            #expect(logged.status == 200)
            let answered = try #require(logged.answered)
            #expect(answered - logged.arrived >= .milliseconds(50))
            #expect(!logged.clientLeft)
        }
    }
}
