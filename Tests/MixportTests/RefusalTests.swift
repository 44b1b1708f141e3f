import MixpanelSandbox
import Testing

/// Answers after which no request can succeed before someone changes something.
@Suite struct RefusalTests {
    @Test func `401 stops at once and names where the credentials came from`() async throws {
        let stimulus = Case(Event.lines(5_000), faults: [.request(.always, .status(401))])
        let outcome = try await stimulus.gives(exit: 77, .undelivered(.between(2_000, 5_000), "stopped"), requests: 1)
        #expect(outcome.standardError.contains("401"))
        #expect(outcome.standardError.contains("MIXPANEL_TOKEN"))
        #expect(outcome.rows[0].code == 401)
    }

    @Test func `401 in the middle leaves to the others what they had in flight`() async throws {
        let arguments = ["--concurrency", "4", "--batch-events", "100"]
        let faults = [FaultRule.request(.from(9), .status(401))]
        let stimulus = Case(.bytes(Array(Event.lines(5_000).utf8)), arguments, faults: faults).with {
            $0.service.latency = .milliseconds(5) ... .milliseconds(40)
        }
        let outcome = try await stimulus.gives(
            exit: 77,
            .imported(800),
            .undelivered(.between(100, 4_200), "stopped"),
            requests: .between(9, 12)
        )
        #expect(outcome.rows.count < 5_000)
    }

    @Test func `401 leaves time to what is under way, but does not wait for more input`() async throws {
        // Three batches are under way when the fourth is refused; their answers come after the refusal.
        let faults: [FaultRule] = [
            .request(.number(4), RequestFault.status(401).delayed(by: .milliseconds(100))),
            .request(.always, .delayed(by: .milliseconds(1_500))),
        ]
        let acts: [Action] = [.write(Event.lines(1_000)), .hold]
        let arguments = ["--concurrency", "4", "--batch-events", "100"]
        let outcome = try await Case(.script(acts), arguments, faults: faults).gives(
            exit: 77,
            .imported(300),
            .undelivered(.between(100, 700), "stopped"),
            requests: 4
        )
        #expect(outcome.rows.contains { $0.status == .undelivered && $0.code == 401 })
        #expect(outcome.duration < .seconds(35), "\(outcome.duration)")
    }

    @Test func `401 with a challenge does not wait for an answer to it`() async throws {
        let challenge = [SandboxResponse.Header("WWW-Authenticate", #"Basic realm="api""#)]
        let stimulus = Case(Event.lines(5), faults: [.request(.always, .status(401, headers: challenge))])
        try await stimulus.gives(exit: 77, .undelivered(5, "stopped"), requests: 1)
    }

    @Test(arguments: [401, 403])
    func `a page in place of the service's refusal says nothing of the credentials`(status: Int) async throws {
        let page = "<html><head><title>Sign in to the hotel</title></head><body>Room?</body></html>"
        let fault = RequestFault.status(status, body: page, type: "text/html")
        let outcome = try await Case(Event.lines(5), faults: [.request(.always, fault)])
            .gives(exit: 76, .undelivered(5, "stopped"), requests: 1)
        #expect(outcome.row(1)?.message == "Sign in to the hotel", "\(outcome)")
    }

    @Test(arguments: [
        (403, 77), (404, 76), (405, 76), (406, 76), (407, 76), (411, 76), (415, 76), (431, 76), (418, 76),
    ])
    func `other refusals stop at once as well`(status: Int, exit: Int) async throws {
        let stimulus = Case(Event.lines(5_000), faults: [.request(.number(2), .status(status))])
        let outcome = try await stimulus.gives(
            exit: Int32(exit),
            .imported(2_000),
            .undelivered(.between(2_000, 3_000), "stopped"),
            requests: 2
        )
        #expect(outcome.rows[2_000].code == status)
        #expect(outcome.standardError.contains("\(status)"))
        if status == 404 { #expect(outcome.standardError.contains("region")) }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a redirect is not followed, and nothing is sent where it leads`(status: Int) async throws {
        try await Sandbox.withServer { other in
            let fault = RequestFault.redirect(status, to: "\(other.url)/import?strict=1")
            let stimulus = Case(Event.lines(5), faults: [.request(.always, fault)])
            let outcome = try await stimulus.gives(exit: 76, .undelivered(5, "stopped"), requests: 1)
            #expect(outcome.standardError.contains("127.0.0.1:\(other.port)"), "\(outcome.standardError)")
            let connections = try await other.connectionCount
            #expect(connections == 0)
        }
    }

    @Test(arguments: ["https://me:pass-word@other.example:8443/x?y=pass-word", "//pass-word@other.example"])
    func `of a redirect only the host is shown`(location: String) async throws {
        let stimulus = Case(Event.lines(5), "-v", faults: [.request(.always, .redirect(302, to: location))])
        let outcome = try await stimulus.gives(exit: 76, .undelivered(5, "stopped"), requests: 1)
        #expect(outcome.standardError.contains("other.example"), "\(outcome.standardError)")
        #expect(!outcome.standardError.contains("pass-word"), "\(outcome.standardError)")
        #expect(outcome.rows.allSatisfy { !$0.text.contains("pass-word") })
    }

    @Test func `a redirect's host cannot do anything to a terminal`() async throws {
        let location = "https://a\u{9B}2J\u{202E}b.example/"
        let stimulus = Case(Event.lines(5), "-v", faults: [.request(.always, .redirect(302, to: location))])
        let outcome = try await stimulus.gives(exit: 76, .undelivered(5, "stopped"), requests: 1)
        #expect(outcome.standardError.contains("b.example"), "\(outcome.standardError)")
        #expect(!outcome.standardError.contains("\u{9B}") && !outcome.standardError.contains("\u{202E}"))
    }

    @Test(arguments: ["/import?strict=1", "http://[::1]:9/", "file:///etc/passwd", "//x", "é", ""])
    func `no kind of redirect is followed`(location: String) async throws {
        let stimulus = Case(Event.lines(5), faults: [.request(.always, .redirect(307, to: location))])
        try await stimulus.gives(exit: 76, .undelivered(5, "stopped"), requests: 1)
    }
}
