import MixpanelSandbox
import Testing

@Suite struct FaultAnswerTests {
    @Test(arguments: [
        (RequestFault.status(500), 500, "application/json", #"{"code":500,"error":"Internal Server Error","#),
        (.status(502), 502, "text/html", "<html>\r\n<head><title>502 Bad Gateway</title>"),
        (.status(503), 503, "text/plain", "upstream connect error or disconnect/reset before headers"),
        (.status(401), 401, "application/json", #"{"code":401,"error":"Invalid credentials","#),
        (.tooLarge(limit: 7), 413, "application/json", #"{"code":413,"error":"request exceeds max limit of 7 bytes"#),
        (.rateLimited(), 429, "application/json", #"{"code":429,"error":"Project exceeded rate limits. Please"#),
        (.status(200, body: "1", type: "text/plain"), 200, "text/plain", "1"),
        (.status(299), 299, "application/json", "{"),
        (.identityRefusal, 400, "application/json", #"{"code":400,"error":"some data points"#),
    ])
    func `statuses come with their usual bodies`(
        fault: RequestFault,
        status: Int,
        type: String,
        body: String
    ) async throws {
        try await withFaults([.request(.always, fault)]) { sandbox in
            let answer = try await post(sandbox, request(events(3)))
            #expect(answer.status == status)
            #expect(answer.field("Content-Type") == type)
            #expect(answer.body.hasPrefix(body), "\(answer.body)")
            let ledger = try await sandbox.ledger
            #expect(ledger.events == 0)
        }
    }

    @Test func `a redirect names its target`() async throws {
        try await withFaults([.request(.always, .redirect(307, to: "http://127.0.0.1:1/import"))]) { sandbox in
            let answer = try await post(sandbox, request(events(1)))
            #expect(answer.status == 307)
            #expect(answer.field("Location") == "http://127.0.0.1:1/import")
        }
    }

    @Test func `a short count drops the event with the text, or the last`() async throws {
        let poison = FaultTrigger.contains("poison")
        try await withFaults([.request(poison, .short(by: 1)), .request(.number(2), .short(by: 2))]) { sandbox in
            let first = try await post(sandbox, request("\(event("a"))\n\(event("poison"))\n\(event("b"))"))
            #expect(first.body == ok(2))
            let second = try await post(sandbox, request(events(3)))
            #expect(second.body == ok(1))
            let ledger = try await sandbox.ledger
            #expect(ledger.ids.map(\.id) == ["a", "b", "id-0"])
        }
    }

    @Test func `chosen events fail besides those that fail by themselves`() async throws {
        try await withFaults([.request(.always, .failing([0, 2]))]) { sandbox in
            let answer = try await post(sandbox, request("\(events(3))\n\(event("x", time: "1"))\n\(event("y"))"))
            #expect(answer.status == 400)
            let indices = answer.body.split(separator: #"{"index":"#).dropFirst().map { $0.prefix(1) }
            #expect(indices == ["0", "2", "3"])
            #expect(answer.body.contains(#""num_records_imported":2,"#), "\(answer.body)")
            let ledger = try await sandbox.ledger
            #expect(ledger.ids.map(\.id) == ["id-1", "y"])
        }
    }

    @Test func `scripted records and placeholders fit the request`() async throws {
        let records = RequestFault.failedRecords([#"{"index":-1}"#, #"{"index":1.5}"#])
        let body = #"{"id":{insert_id:1},"n":{events},"good":{imported},"bad":{failed},"off":{events-1},"x":{nothing}}"#
        try await withFaults([
            .request(.number(1), records, commit: true), .request(.number(2), .status(200, body: body)),
        ]) { sandbox in
            let first = try await post(sandbox, request(events(5)))
            #expect(first.body.contains(#""failed_records":[{"index":-1},{"index":1.5}],"num_records_imported":3,"#))
            let second = try await post(sandbox, request("\(events(2))\n\(event("x", time: "1"))"))
            #expect(second.body == #"{"id":"id-1","n":3,"good":2,"bad":1,"off":2,"x":{nothing}}"#)
            let ledger = try await sandbox.ledger
            #expect(ledger.events == 5)
        }
    }

    @Test func `triggers ask about number, size, count, text, chance and times`() async throws {
        var size = FaultTrigger()
        size.bytes = 0...150
        let rules: [FaultRule] = [
            .request(.number(1), .status(501)), .request(size, .status(502)), .request(.events(4...5), .status(503)),
            .request(.contains("id-6").times(1), .status(504)), .request(.every(7), .status(507)),
            .request(.larger(than: 10_000), .status(510)), .request(.probability(0), .status(511)),
            .request(.window(.seconds(60)..<(.seconds(61))), .status(511)),
        ]
        try await withFaults(rules) { sandbox in
            var statuses: [Int] = []
            for count in [2, 1, 4, 8, 8, 3, 3, 200, 5] {
                statuses.append(try await post(sandbox, request(events(count))).status)
            }
            #expect(statuses == [501, 502, 503, 504, 200, 200, 507, 510, 503])
        }
    }

    @Test func `chance depends on the seed alone`() async throws {
        func pattern(_ seed: UInt64) async throws -> [Int] {
            var configuration = SandboxConfiguration()
            configuration.seed = seed
            configuration.faults = [.request(.probability(0.5), .status(500))]
            return try await Sandbox.withServer(configuration) { sandbox in
                var statuses: [Int] = []
                for _ in 0..<40 { statuses.append(try await post(sandbox, request(events(1))).status) }
                return statuses
            }
        }
        let first = try await pattern(7)
        let again = try await pattern(7)
        let other = try await pattern(8)
        #expect(first == again)
        #expect(first != other)
        #expect((10...30).contains(first.count { $0 == 500 }))
    }

    @Test func `a script can be replaced while serving`() async throws {
        try await withFaults([.request(.always, .status(500))]) { sandbox in
            let before = try await post(sandbox, request(events(1)))
            try await sandbox.play([.request(.number(2), .status(503))])
            let after = [try await post(sandbox, request(events(1))), try await post(sandbox, request(events(1)))]
            #expect([before.status] + after.map(\.status) == [500, 503, 200])
        }
    }
}
