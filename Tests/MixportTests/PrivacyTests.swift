import Foundation
import MixpanelSandbox
import Synchronization
import Testing

/// What never leaves the program: secrets that a server repeats, and the contents of events.
@Suite struct PrivacyTests {
    @Test func `a server that repeats the secret does not get it printed`() async throws {
        let header = Data("\(Case.secret):".utf8).base64EncodedString()
        let body = #"{"code":401,"error":"unknown token \#(Case.secret), Basic \#(header)","status":"Unauthorized"}"#
        for arguments in [["-v"], ["--json", "-v"]] {
            let fault = FaultRule.request(.always, .status(401, body: body))
            let stimulus = Case(.bytes(Array(Event.lines(5).utf8)), arguments, faults: [fault])
            try await stimulus.gives(exit: 77, .undelivered(5, "stopped"), requests: 1)
        }
    }

    @Test func `a secret at the end of what is shown of an answer is not shown in part`() async throws {
        let header = Data("\(Case.secret):".utf8).base64EncodedString()
        for count in stride(from: 150, through: 205, by: 11) {
            let body = "<p>" + String(repeating: "y", count: count) + header
            let fault = FaultRule.request(.always, .status(401, body: body, type: "text/html"))
            let outcome = try await Case(Event.lines(5), "-v", faults: [fault])
                .gives(exit: 76, .undelivered(5, "stopped"), requests: 1)
            #expect(!outcome.standardError.contains(header.prefix(4)), "\(outcome)")
            #expect(outcome.rows.allSatisfy { $0.message?.contains(header.prefix(4)) != true }, "\(outcome)")
        }
    }

    @Test func `a record that repeats the secret does not get it into the report`() async throws {
        let header = Data("\(Case.secret):".utf8).base64EncodedString()
        let record = #"{"index":0,"field":"\#(header)","message":"not for \#(Case.secret)"}"#
        let stimulus = Case(Event.lines(1), faults: [.request(.always, .failedRecords([record]))])
        let outcome = try await stimulus.with { $0.converges = false }
            .gives(exit: 65, .rejected(1, "validation"), requests: 1)
        #expect(outcome.row(1)?.field == "…" && outcome.row(1)?.message == "not for …", "\(outcome)")
    }

    @Test(arguments: [[], ["-v"], ["--json"], ["--dry-run"]])
    func `no property of an event stands in the report or in a message`(arguments: [String]) async throws {
        let mark = "jane.doe@example.com"
        let more = #","email":"\#(mark)""#
        let text = [
            Event.line(1, more), Event.line(2, more + ",]"), Event.line(3, more + #","x":"\u{6}""#), #"["\#(mark)"]"#,
            #"{"properties":{"email":"\#(mark)"}}"#, Event.line(6, more + #","time":1"#), "{\(Event.line(7, more))",
            Event.line(8, more).replacing(#""time":17"#, with: #""time":"x","y":17"#), "\(Event.line(9, more)) \(mark)",
            Event.line(10, more + #","x":"poison""#), Event.line(11, more), #""\#(mark)""#, mark,
        ].map { $0 + "\n" }.joined()
        let stimulus = Case(.bytes(Array(text.utf8)), arguments + ["--max-attempts", "1"]).with { stimulus in
            stimulus.service.faults = [.request(.contains("poison"), .status(500))]
            stimulus.converges = false
        }
        let isDry = arguments.contains("--dry-run")
        let outcome =
            if isDry {
                try await stimulus.gives(exit: 65, .valid(3), .rejected(10))
            } else {
                try await stimulus.gives(exit: 75, .imported(2), .rejected(10), .unknown(1, "http_500"))
            }
        for bytes in [outcome.report ?? [], outcome.errors, outcome.output] {
            #expect(!String(decoding: bytes, as: UTF8.self).contains("jane"), "\(outcome)")
        }
        #expect(String(decoding: outcome.rejects ?? [], as: UTF8.self).contains(mark))
    }

    @Test func `no temporary files are made`() async throws {
        let long = String(repeating: "x", count: 3 << 20)
        let text = Array((Event.lines(3_000) + long + "\n" + Event.lines(3_001...3_010)).utf8)
        let packed = try await Tool.run("/usr/bin/gzip", "-c", input: text).output
        let stimulus = Case(packed, "--json").with { stimulus in
            stimulus.lines = text
            stimulus.launcher = ["/bin/sh", "-c", #"TMPDIR="$PWD/tmp" exec "$@""#, "sh"]
        }
        try await Chain.with(stimulus.service) { chain in
            try chain.directory.makeDirectory("tmp")
            let path = chain.directory.path("tmp")
            // A file that came and went would show in the directory's time.
            let past = Date(timeIntervalSince1970: 1_000)
            try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: path)
            try await chain.run(stimulus, exit: 65, .imported(3_010), .rejected(1, "line_too_long"))
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.modificationDate] as? Date == past)
        }
    }

    @Test(.enabled(if: getuid() == 0, "only root can switch them on for sure"))
    func `a crash leaves no memory behind in a file`() async throws {
        let limits = Mutex("")
        let stimulus = Case(.script([.write(Event.lines(3)), .wait(.rows(3))]), ["--max-delay", "0"]).with { stimulus in
            stimulus.launcher = ["/bin/sh", "-c", #"ulimit -c unlimited && exec "$@""#, "sh"]
            stimulus.acts = [
                .wait(.rows(1)),
                .perform { stage in
                    let text = try String(contentsOfFile: "/proc/\(stage.child.number)/limits", encoding: .utf8)
                    limits.withLock { $0 = text }
                },
            ]
        }
        try await stimulus.gives(exit: 0, .imported(3))
        let line = limits.withLock { $0.split(separator: "\n").first { $0.hasPrefix("Max core file size") } } ?? ""
        #expect(line.split(separator: " ").dropFirst(4).first == "0", "\(line)")
    }

    @Test func `a hundred thousand mistakes are a few messages`() async throws {
        let stimulus = Case(String(repeating: "{}\n", count: 100_000)).with { $0.converges = false }
        let outcome = try await stimulus.gives(exit: 65, .rejected(100_000, "missing_event"), requests: 0)
        #expect(outcome.messages.count < 100)
    }

    @Test func `what a server wants a browser to keep is ignored`() async throws {
        var answer = SandboxResponse(200, body: #"{"code":200,"num_records_imported":{events},"status":"OK"}"#)
        answer.headers += [
            .init("Set-Cookie", "session=1; Path=/"), .init("Strict-Transport-Security", "max-age=31536000"),
            .init("Alt-Svc", #"h2="127.0.0.1:9"; ma=86400"#), .init("WWW-Authenticate", #"Basic realm="x""#),
            .init("Refresh", "0; url=http://127.0.0.1:9/"), .init("Location", "http://127.0.0.1:9/"),
        ]
        let faults = [FaultRule.request(.always, .answer(answer), commit: true)]
        let stimulus = Case(.bytes(Array(Event.lines(50).utf8)), ["--batch-events", "10"], faults: faults)
        let outcome = try await stimulus.gives(exit: 0, .imported(50), requests: 5)
        let requests = outcome.served.requests
        #expect(requests.allSatisfy { $0.header("Cookie") == nil })
        #expect(Set(requests.map { $0.headers.map(\.name) }).count == 1)
        #expect(Set(requests.map(\.connection)).count == 1)
    }
}
