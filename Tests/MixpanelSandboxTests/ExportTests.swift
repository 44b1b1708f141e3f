import Foundation
import MixpanelSandbox
import Testing

@Suite struct ExportTests {
    private static var configuration: SandboxConfiguration {
        var configuration = SandboxConfiguration()
        configuration.keepEvents = true
        return configuration
    }

    /// All that comes until the connection closes, after the head.
    private static func get(_ sandbox: RunningSandbox, _ target: String) async throws -> [String] {
        let client = try await WireClient(sandbox.port)
        await client.send(request("", target: target, method: "GET"))
        let text = String(decoding: await client.receive().bytes, as: UTF8.self)
        let body = try #require(text.range(of: "\r\n\r\n"), "\(text)")
        #expect(text.hasPrefix("HTTP/1.1 200 OK"), "\(text)")
        return text[body.upperBound...].split(separator: "\n").map(String.init)
    }

    @Test(arguments: ["/export", "/api/2.0/export?from_date=2023-11-14&to_date=2023-11-14"])
    func `the export has each event with what the service writes into it`(target: String) async throws {
        try await Sandbox.withServer(Self.configuration) { sandbox in
            _ = try await post(sandbox, request(event("a", time: "1700000000123", more: #","x":{"y":1}"#)))
            let rows = try await Self.get(sandbox, target)
            #expect(rows.count == 1)
            let begin =
                #"{"event":"Test","properties":{"time":1700000000,"distinct_id":"u1","$insert_id":"a","x":{"y":1},"#
            #expect(rows[0].hasPrefix(begin + #""$import":true,"#) && rows[0].hasSuffix("}}"), "\(rows)")
            #expect(try JSONSerialization.jsonObject(with: Data(rows[0].utf8)) is [String: Any])
            #expect(rows[0].contains(/"mp_processing_time_ms":\d{13}/))
        }
    }

    @Test func `days, unit and number of rows can be chosen`() async throws {
        try await Sandbox.withServer(Self.configuration) { sandbox in
            let days = ["1699999999", "1700092800", "1700179200"]
            let all = days.enumerated().map { event("id-\($0)", time: $1) }
            _ = try await post(sandbox, request(all.joined(separator: "\n")))
            let counts = [
                ("", 3), ("from_date=2023-11-16", 2), ("to_date=2023-11-14", 1), ("limit=2", 2),
                ("from_date=2023-11-15&to_date=2023-11-15", 0), ("from_date=2023-11-16&to_date=2023-11-16", 1),
            ]
            for (query, count) in counts {
                let rows = try await Self.get(sandbox, "/export?" + query)
                #expect(rows.count == count, "\(query): \(rows)")
            }
            let rows = try await Self.get(sandbox, "/export?time_in_ms=true")
            #expect(rows[0].contains(#""time":1699999999000,"#), "\(rows)")
            let wrong = [
                "from_date=x", "from_date=2023-11-16&to_date=2023-11-15", "limit=0", "limit=100001", "where=1",
            ]
            for query in wrong {
                let answer = try await post(sandbox, request("", target: "/export?" + query, method: "GET"))
                #expect(answer.status == 400, "\(query)")
            }
        }
    }

    @Test func `an event that spans lines is one row`() async throws {
        try await Sandbox.withServer(Self.configuration) { sandbox in
            let spread = event("a").replacing(",", with: ",\r\n")
            _ = try await post(sandbox, request("[\(spread)]", type: "application/json"))
            let rows = try await Self.get(sandbox, "/export")
            #expect(rows.count == 1, "\(rows)")
        }
    }

    @Test func `copies are all there`() async throws {
        try await Sandbox.withServer(Self.configuration) { sandbox in
            for _ in 1...3 { _ = try await post(sandbox, request(events(2))) }
            #expect(try await Self.get(sandbox, "/export").count == 6)
        }
    }

    @Test func `an event that is lost comes back when it is sent again`() async throws {
        var configuration = Self.configuration
        configuration.exportLoss = 0.3
        try await Sandbox.withServer(configuration) { sandbox in
            _ = try await post(sandbox, request(events(1_000)))
            let first = try await Self.get(sandbox, "/export").count
            #expect((600...800).contains(first))
            let ledger = try await sandbox.ledger
            #expect(ledger.distinct == 1_000)
            _ = try await post(sandbox, request(events(1_000)))
            #expect(try await Self.get(sandbox, "/export").count == first + 1_000)
        }
    }

    @Test func `what is delayed is not there yet`() async throws {
        var configuration = Self.configuration
        configuration.exportDelay = .seconds(3_600)
        try await Sandbox.withServer(configuration) { sandbox in
            _ = try await post(sandbox, request(events(10)))
            #expect(try await Self.get(sandbox, "/export").isEmpty)
        }
    }

    @Test func `an export is no request of the ledger, and a sandbox that keeps nothing has none`() async throws {
        try await Sandbox.withServer { sandbox in
            let answer = try await post(sandbox, request("", target: "/export", method: "GET"))
            #expect(answer.status == 400 && answer.body.contains("--export"), "\(answer)")
            let ledger = try await sandbox.ledger
            #expect(ledger.requests == 0)
        }
    }
}
