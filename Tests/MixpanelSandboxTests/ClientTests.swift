import Foundation
import MixpanelSandbox
import Testing

/// What Mixpanel's own client libraries send.
@Suite struct ClientTests {
    private static let form = "application/x-www-form-urlencoded"
    private static let tracked = #"{"event":"A+B","properties":{"token":"t","distinct_id":"ü"}}"#

    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!
    }

    private static func base64(_ text: String) -> String { escaped(Data(text.utf8).base64EncodedString()) }

    private static func withSandbox(_ body: (RunningSandbox) async throws -> Void) async throws {
        var configuration = SandboxConfiguration()
        configuration.keepEvents = true
        try await Sandbox.withServer(configuration, body)
    }

    private static func track(
        _ sandbox: RunningSandbox,
        _ body: String,
        target: String = "/track",
        method: String = "POST",
        type: String = form
    ) async throws -> WireAnswer {
        try await post(sandbox, request(body, target: target, method: method, type: type, auth: nil))
    }

    @Test(arguments: [
        ("GET", "/track?data=" + base64(tracked), "", form), ("GET", "/track?data=" + escaped(tracked), "", form),
        ("POST", "/track", "data=" + escaped(tracked), form), ("POST", "/track", "ip=0&data=" + base64(tracked), form),
        ("POST", "/track", "data=" + escaped(tracked).replacing("%20", with: "+"), form),
        ("POST", "/track", "[\(tracked)]", "application/json"), ("POST", "/track", tracked, "application/json"),
        ("POST", "/track", tracked, "application/x-ndjson"),
    ])
    func `an event is tracked however it is sent`(
        method: String,
        target: String,
        body: String,
        type: String
    ) async throws {
        try await Self.withSandbox { sandbox in
            let answer = try await Self.track(sandbox, body, target: target, method: method, type: type)
            #expect((answer.status, answer.body) == (200, "1"))
            let kept = try await sandbox.events.map { String(decoding: $0, as: UTF8.self) }
            #expect(kept.count == 1)
            #expect(kept[0].hasPrefix(#"{"event":"A+B","properties":{"time":"#), "\(kept)")
            #expect(
                kept[0].contains(#""$insert_id":"#) && kept[0].hasSuffix(#""token":"t","distinct_id":"ü"}}"#),
                "\(kept)"
            )
        }
    }

    @Test func `verbose asks for a reason`() async throws {
        try await Self.withSandbox { sandbox in
            let good = try await Self.track(
                sandbox,
                "verbose=1&data=" + Self.base64("[\(Self.tracked),\(Self.tracked)]")
            )
            #expect((good.status, good.body) == (200, #"{"error":null,"status":1}"#))
            let bad = [
                (#"{"event":"A","properties":{}}"#, "token, missing or empty"),
                (#"{"event":"A","properties":{"token":""}}"#, "token, missing or empty"),
                (#"{"properties":{"token":"t"}}"#, #"The event has no \"event\"."#), ("", "data, missing or empty"),
            ]
            for (event, error) in bad {
                let answer = try await Self.track(sandbox, "verbose=1&data=" + Self.escaped(event))
                #expect((answer.status, answer.body) == (200, #"{"error":"\#(error)","status":0}"#), "\(event)")
                #expect(try await Self.track(sandbox, "data=" + Self.escaped(event)).body == "0")
            }
            let ledger = try await sandbox.ledger
            // Two events without an id are two events, though they are the same.
            #expect((ledger.events, ledger.distinct) == (2, 2))
        }
    }

    @Test(arguments: [
        (nil, "&api_key=key", ""), (nil, "", "&api_key=key"), ("Basic c2VjcmV0Og==", "", ""),
        ("Basic bmFtZTpzZWNyZXQ=", "", "&project_id=5"),
    ])
    func `a form is imported with a key in it or in the header`(
        auth: String?,
        field: String,
        parameter: String
    ) async throws {
        try await Self.withSandbox { sandbox in
            let event = #"{"event":"old","properties":{"time":1700000000,"distinct_id":"u"}}"#
            let data = Self.base64("[\(event),{\"event\":\"no time\",\"properties\":{}}]")
            let target = "/import?ip=0\(parameter)"
            let verbose = request("verbose=1&data=\(data)\(field)", target: target, type: Self.form, auth: auth)
            #expect(try await post(sandbox, verbose).body == #"{"error":null,"status":1}"#)
            let get = request("", target: target + field + "&data=" + data, method: "GET", type: Self.form, auth: auth)
            #expect(try await post(sandbox, get).body == "1")
            let ledger = try await sandbox.ledger
            #expect(ledger.events == 2)
        }
    }

    @Test func `a form without a key is refused`() async throws {
        try await Self.withSandbox { sandbox in
            let answer = try await Self.track(sandbox, "data=" + Self.base64(event("a")), target: "/import")
            #expect(answer.status == 401 && answer.body.contains("Invalid credentials"), "\(answer)")
        }
    }

    @Test(arguments: ["/engage", "/groups"]) func `profiles are taken and are no events`(target: String) async throws {
        try await Self.withSandbox { sandbox in
            #expect(try await Self.track(sandbox, "data=e30%3D", target: target).body == "1")
            let verbose = try await Self.track(sandbox, "data=e30%3D", target: target + "?verbose=1")
            #expect(verbose.body == #"{"error":null,"status":1}"#)
            let ledger = try await sandbox.ledger
            #expect((ledger.requests, ledger.events) == (2, 0))
        }
    }

    @Test func `a fault is played on those clients too`() async throws {
        try await Self.withSandbox { sandbox in
            try await sandbox.play([.request(.number(1), .status(503))])
            #expect(try await Self.track(sandbox, "data=" + Self.base64(Self.tracked)).status == 503)
            #expect(try await Self.track(sandbox, "data=" + Self.base64(Self.tracked)).body == "1")
        }
    }
}
