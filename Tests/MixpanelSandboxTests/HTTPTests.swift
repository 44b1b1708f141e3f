import MixpanelSandbox
import Testing

/// HTTP as clients other than this program speak it.
@Suite struct HTTPTests {
    @Test(arguments: ["/ledger", "/import?strict=1", "/nothing"])
    func `the answer to a HEAD has no body, and the next answer follows its head`(target: String) async throws {
        try await Sandbox.withServer { sandbox in
            let client = try await WireClient(sandbox.port)
            await client.send(request("", target: target, method: "HEAD") + request(events(2)))
            let (bytes, _) = await client.receive { String(decoding: $0, as: UTF8.self).hasSuffix(ok(2)) }
            let heads = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n\r\n")
            #expect(heads.count == 3 && heads[1].hasPrefix("HTTP/1.1 200 OK"), "\(heads)")
        }
    }

    /// As Java's own client begins on every plain connection.
    @Test(arguments: ["h2c", "websocket"], [false, true])
    func `a wish for another protocol is ignored, and the next request is answered`(
        name: String,
        isPipelined: Bool
    ) async throws {
        try await Sandbox.withServer { sandbox in
            let client = try await WireClient(sandbox.port)
            let headers = ["Connection: Upgrade, HTTP2-Settings", "Upgrade: \(name)", "HTTP2-Settings: AAEAAEAA"]
            let bodies = (1...3).map { events($0, prefix: "batch-\($0)") }
            let requests =
                bodies.map { request($0, headers: headers) } + [request("", target: "/ledger", method: "GET")]
            if isPipelined { await client.send(Array(requests.joined())) }
            for (index, bytes) in requests.enumerated() where !isPipelined {
                await client.send(bytes)
                let answer = try await client.answer()
                #expect(answer.status == 200)
                #expect(answer.body.hasPrefix(index < 3 ? ok(index + 1) : #"{"requests":3"#), "\(answer.body)")
            }
            guard isPipelined else { return }
            let (bytes, _) = await client.receive { String(decoding: $0, as: UTF8.self).hasSuffix("}\n") }
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(text.contains(#""events":6"#), "\(text)")
        }
    }

    @Test(arguments: ["/import", "/import?strict=0"])
    func `without strict the events that are good are taken, and nothing is said of others`(
        target: String
    ) async throws {
        try await Sandbox.withServer { sandbox in
            let body = events(2) + "\n" + event("bad:id")
            let answer = try await post(sandbox, request(body, target: target))
            #expect((answer.status, answer.body) == (200, ok(2)))
            let ledger = try await sandbox.ledger
            #expect(ledger.ids.map(\.id) == ["id-0", "id-1"])
        }
    }
}
