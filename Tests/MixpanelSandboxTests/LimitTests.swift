import MixpanelSandbox
import Testing

@Suite struct LimitTests {
    @Test func `2,000 events pass and one more does not`() async throws {
        try await Sandbox.withServer { sandbox in
            let full = try await post(sandbox, request(events(2_000)))
            #expect(full.body == ok(2_000))
            let over = try await post(sandbox, request(events(2_001)))
            #expect(over.status == 400)
            #expect(!over.body.contains("failed_records"), "\(over.body)")
            let ledger = try await sandbox.ledger
            #expect(ledger.events == 2_000)
        }
    }

    @Test func `a body over the limit gets a 413 that names it`() async throws {
        var configuration = SandboxConfiguration()
        configuration.maximumBodyBytes = 500
        try await Sandbox.withServer(configuration) { sandbox in
            let room = 500 - event("a", more: #","fill":"""#).utf8.count
            let fits = event("a", more: #","fill":"\#(String(repeating: "x", count: room))""#)
            let answers = [
                try await post(sandbox, request(fits)), try await post(sandbox, request(fits + "\n")),
                try await post(sandbox, request(gzip(Array((fits + "\n").utf8)), headers: ["Content-Encoding: gzip"])),
            ]
            #expect(answers.map(\.status) == [200, 413, 413])
            let body = """
                {"code":413,"error":"request exceeds max limit of 500 bytes","status":"Request Entity Too Large"}
                """
            #expect(answers[1].body == body)
        }
    }

    @Test func `a small body that inflates to a huge one is stopped`() async throws {
        try await Sandbox.withServer { sandbox in
            let bomb = try gzip([UInt8](repeating: 0x20, count: 60_000_000))
            let answer = try await post(sandbox, request(bomb, headers: ["Content-Encoding: gzip"]))
            #expect(answer.status == 413)
            let requests = try await sandbox.requests
            #expect(requests[0].wireBytes == bomb.count)
            #expect(requests[0].bytes < 20_000_000)
        }
    }

    @Test func `an event of a megabyte is one failed record`() async throws {
        try await Sandbox.withServer { sandbox in
            let small = event("a", more: #","fill":"""#)
            func sized(_ count: Int) -> String {
                event("a", more: #","fill":"\#(String(repeating: "x", count: count - small.utf8.count))""#)
            }
            let answer = try await post(sandbox, request(sized(999_999) + "\n" + sized(1_000_000)))
            #expect(answer.status == 400)
            #expect(answer.body.contains(#""failed_records":[{"index":1,"#), "\(answer.body)")
            #expect(answer.body.contains(#""num_records_imported":1,"#), "\(answer.body)")
        }
    }

    @Test func `gzip is inflated, broken gzip refused`() async throws {
        try await Sandbox.withServer { sandbox in
            let body = try gzip(Array(events(100).utf8))
            let good = try await post(sandbox, request(body, headers: ["Content-Encoding: gzip"]))
            #expect(good.body == ok(100))
            for broken in [Array(body.dropLast(1)), Array(events(1).utf8), body + [1]] {
                let answer = try await post(sandbox, request(broken, headers: ["Content-Encoding: gzip"]))
                #expect(answer.body == #"{"code":400,"error":"the body is not valid gzip","status":"Bad Request"}"#)
            }
            let unknown = try await post(sandbox, request(body, headers: ["Content-Encoding: br"]))
            #expect(unknown.status == 400)
        }
    }

    @Test func `other content types are refused`() async throws {
        try await Sandbox.withServer { sandbox in
            let answer = try await post(sandbox, request(events(1), type: "text/plain"))
            #expect(answer.status == 400)
        }
    }

    @Test func `the rate window refuses what is too much and recovers`() async throws {
        var configuration = SandboxConfiguration()
        configuration.rateLimit = RateLimit(events: 100, per: .seconds(2))
        try await Sandbox.withServer(configuration) { sandbox in
            let batch = request(events(50))
            let client = try await WireClient(sandbox.port)
            await client.send(batch + batch + batch)
            try await eventually { try await sandbox.requests.count == 3 }
            _ = await client.receive(silence: 2_200)
            await client.send(batch)
            _ = try await client.answer()
            let requests = try await sandbox.requests
            #expect(requests.map(\.status) == [200, 200, 429, 200])
            let ledger = try await sandbox.ledger
            #expect(ledger.events == 150)
            #expect(ledger.statuses == [200: 3, 429: 1])
        }
    }

    @Test func `the rate window counts uncompressed bytes too`() async throws {
        var configuration = SandboxConfiguration()
        configuration.rateLimit = RateLimit(bytes: 10_000, per: .seconds(60))
        try await Sandbox.withServer(configuration) { sandbox in
            let body = try gzip(Array(events(60).utf8))
            let first = try await post(sandbox, request(body, headers: ["Content-Encoding: gzip"]))
            let second = try await post(sandbox, request(body, headers: ["Content-Encoding: gzip"]))
            #expect([first.status, second.status] == [200, 429])
        }
    }
}
