import MixpanelSandbox
import Testing

@Suite struct ImportVerdictTests {
    @Test func `good events are imported and counted`() async throws {
        try await Sandbox.withServer { sandbox in
            let answer = try await post(sandbox, request(events(5)))
            #expect(answer.status == 200)
            #expect(answer.body == ok(5))
            #expect(try await sandbox.ledger.events == 5)
        }
    }

    @Test func `an array is as good as lines`() async throws {
        try await Sandbox.withServer { sandbox in
            let body = "[\(event("a")),\n \(event("b"))]\n"
            let answer = try await post(sandbox, request(body, type: "application/json; charset=utf-8"))
            #expect(answer.body == ok(2))
        }
    }

    @Test func `bad events are named and the good ones stored`() async throws {
        try await Sandbox.withServer { sandbox in
            let body = [
                event("a"), event("b", time: "\"2024\""), event("x:y"), #"{"event":"no properties"}"#, event("c"),
            ].joined(separator: "\n")
            let answer = try await post(sandbox, request(body))
            #expect(answer.status == 400)
            #expect(
                answer.body == """
                    {"code":400,"error":"some data points in the request failed validation","failed_records":[\
                    {"index":1,"insert_id":"b","field":"properties.time",\
                    "message":"'properties.time' is invalid: must be specified as seconds since epoch"},\
                    {"index":2,"insert_id":"x:y","field":"$insert_id",\
                    "message":"'$insert_id' is invalid: must only contain alphanumeric or hyphen '-' characters"},\
                    {"index":3,"field":"properties","message":"'properties' is invalid: must not be missing"}],\
                    "num_records_imported":2,"status":"Bad Request"}
                    """
            )
            #expect(try await sandbox.ledger.ids.map(\.id) == ["a", "c"])
        }
    }

    @Test(arguments: [
        "\(event("a"))\n\n\(event("b"))", "\(event("a"))\r\n", "\u{FEFF}\(event("a"))", "\(event("a"))\n{", "[]", "",
        "7",
    ])
    func `a body that is not clean lines of events is refused as a whole`(body: String) async throws {
        try await Sandbox.withServer { sandbox in
            let answer = try await post(sandbox, request(body))
            #expect(answer.status == 400)
            #expect(!answer.body.contains("failed_records"), "\(answer.body)")
            #expect(try await sandbox.ledger.events == 0)
        }
    }

    @Test func `the spelling of the id in failed records can be chosen`() async throws {
        var configuration = SandboxConfiguration()
        configuration.insertIDSpelling = .dollar
        try await Sandbox.withServer(configuration) { sandbox in
            let answer = try await post(sandbox, request(event("a", time: "1")))
            #expect(answer.body.contains(#"{"index":0,"$insert_id":"a","field""#), "\(answer.body)")
        }
    }

    @Test func `identity events spoil a batch only under simplified identity`() async throws {
        let identify = #"{"event":"$identify","properties":{"time":1700000000,"distinct_id":"u","$insert_id":"i"}}"#
        let body = "\(event("a"))\n\(identify)"
        try await Sandbox.withServer { sandbox in
            let answer = try await post(sandbox, request(body))
            #expect(answer.body == ok(2))
        }
        var configuration = SandboxConfiguration()
        configuration.simplifiedIdentity = true
        try await Sandbox.withServer(configuration) { sandbox in
            let answer = try await post(sandbox, request(body))
            #expect(answer.status == 400)
            #expect(answer.body.contains(#""failed_records":["identity events are not allowed"#), "\(answer.body)")
            #expect(try await sandbox.ledger.events == 0)
        }
    }

    @Test(arguments: ["/import/", "/trackers", "/x/import?strict=1"])
    func `other paths do not exist`(target: String) async throws {
        try await Sandbox.withServer { sandbox in
            let answer = try await post(sandbox, request(events(1), target: target))
            #expect(answer.status == 404)
            #expect(answer.body == #"{"code":404,"error":"not found","status":"Not Found"}"#)
        }
    }
}
