import Foundation
import MixpanelSandbox
import Synchronization
import Testing

@Suite struct SecretTests {
    /// Names a file that holds the token; the environment holds none.
    private static func tokenFile(_ contents: String, mode: UInt32 = 0o600) -> Case {
        Case(Event.lines(5), "--token-file", "token").with { stimulus in
            stimulus.environment = [:]
            stimulus.prepare = { try $0.write(contents, to: "token", mode: mode) }
        }
    }

    @Test(arguments: ["--secret", "--token", "--password", "--secret=", "--service-account-secret"])
    func `a secret on the command line is refused and not repeated`(option: String) async throws {
        let arguments = option.hasSuffix("=") ? [option + "abc-secret-xyz"] : [option, "abc-secret-xyz"]
        let outcome = try await Case(.bytes([]), arguments).gives(exit: 64, requests: 0)
        #expect(!outcome.standardError.contains("abc-secret-xyz"))
        #expect(outcome.standardError.contains("--secret-file"))
        #expect(outcome.standardError.contains("MIXPANEL_"))
    }

    @Test(arguments: ["", "\n", "\r\n"]) func `the line end of a secret file is no part of the secret`(
        end: String
    ) async throws {
        let outcome = try await Self.tokenFile(Case.secret + end).gives(exit: 0, .imported(5), requests: 1)
        #expect(!outcome.standardError.contains("warning"))
    }

    @Test(arguments: [
        "", "\n", "\r\n", "\n\n", "\(Case.secret)\nsecond\n", "\(Case.secret)\n\n", "two words\n", "é\n", " \n", "a\0b",
        String(repeating: "x", count: 1 << 20),
    ])
    func `what cannot be a secret is refused`(contents: String) async throws {
        let outcome = try await Self.tokenFile(contents).gives(exit: 78, requests: 0)
        #expect(outcome.standardError.contains("token"))
        #expect(outcome.modes.keys.sorted() == ["token"])
        #expect(outcome.standardError.utf8.count < 500)
    }

    @Test func `a secret file that others can read earns a warning`() async throws {
        let outcome = try await Self.tokenFile(Case.secret, mode: 0o644).gives(exit: 0, .imported(5), requests: 1)
        #expect(outcome.messages.count { $0.contains("warning") && $0.contains("token") } == 1)
        let quiet = try await Self.tokenFile(Case.secret, mode: 0o644).with { $0.arguments.append("-q") }
            .gives(exit: 0, .imported(5), requests: 1)
        #expect(quiet.messages.isEmpty, "\(quiet)")
    }

    @Test(arguments: ["missing", ".", "loop"]) func `a secret file that cannot be read is refused`(
        path: String
    ) async throws {
        let stimulus = Case(Event.lines(5), "--token-file", path).with { stimulus in
            stimulus.environment = [:]
            stimulus.prepare = { try $0.link("loop", to: "loop") }
        }
        let outcome = try await stimulus.gives(exit: 78, requests: 0)
        #expect(outcome.modes.keys.sorted() == ["loop"])
    }

    @Test(arguments: ["http://user:{secret}@127.0.0.1:9", "https://{secret}@example.com", "http://:{secret}@[::1]"])
    func `a URL with credentials is refused and not repeated`(url: String) async throws {
        let listed = try await Case(Event.lines(5), "--endpoint", url.replacing("{secret}", with: "abc-secret-xyz"))
            .gives(
                exit: 64,
                requests: 0
            )
        #expect(!listed.standardError.contains("abc-secret-xyz"))
        let stimulus = Case(Event.lines(5)).with { stimulus in
            stimulus.environment["MIXPANEL_ENDPOINT"] = url.replacing("{secret}", with: Case.secret)
            stimulus.defaults.removeFirst(2)
        }
        try await stimulus.gives(exit: 64, requests: 0)
    }

    @Test func `a service account signs requests for its project`() async throws {
        let stimulus = Case(Event.lines(5), "--service-account", "robot.1a2b.mp-service-account").with { stimulus in
            stimulus.environment = ["MIXPANEL_SERVICE_ACCOUNT_SECRET": Case.secret, "MIXPANEL_PROJECT_ID": "123456"]
            stimulus.service.credentials = BasicAuth(user: "robot.1a2b.mp-service-account", password: Case.secret)
            stimulus.converges = false
        }
        let outcome = try await stimulus.gives(exit: 0, .imported(5), requests: 1)
        #expect(outcome.served.requests[0].target == "/import?strict=1&project_id=123456")
        let file = stimulus.with { stimulus in
            stimulus.arguments += ["--secret-file", "secret", "--project-id", "7"]
            stimulus.environment["MIXPANEL_SERVICE_ACCOUNT_SECRET"] = nil
            stimulus.prepare = { try $0.write(Case.secret + "\n", to: "secret") }
        }
        let other = try await file.gives(exit: 0, .imported(5), requests: 1)
        #expect(other.served.requests[0].target == "/import?strict=1&project_id=7")
    }

    @Test func `half a service account is refused`() async throws {
        let account = Case(Event.lines(5), "--service-account", "robot").with { $0.environment = [:] }
        try await account.gives(exit: 64, requests: 0)
        try await account.with { $0.arguments += ["--project-id", "7"] }.gives(exit: 64, requests: 0)
        let secret = ["MIXPANEL_SERVICE_ACCOUNT_SECRET": Case.secret]
        try await account.with { $0.environment = secret }.gives(exit: 64, requests: 0)
        let badProject = account.with { stimulus in
            stimulus.environment = secret
            stimulus.arguments += ["--project-id", "seven"]
        }
        try await badProject.gives(exit: 64, requests: 0)
    }

    @Test func `two kinds of credentials at once are refused`() async throws {
        let stimulus = Case(Event.lines(5)).with { $0.environment["MIXPANEL_SERVICE_ACCOUNT"] = "robot" }
        try await stimulus.gives(exit: 78, requests: 0)
    }

    @Test(arguments: [["--token-file="], ["--token-file", ""], ["--secret-file="], [""], ["import", ""]])
    func `a token among the arguments is not repeated`(arguments: [String]) async throws {
        let token = "0123456789abcdef0123456789abcdef"
        var arguments = arguments
        arguments[arguments.count - 1] += token
        let outcome = try await Case(.bytes(Array(Event.lines(5).utf8)), arguments).gives(exit: 64, requests: 0)
        #expect(!outcome.standardError.contains(token), "\(outcome)")
        #expect(outcome.standardError.contains("--token-file"), "\(outcome)")
    }

    private static let shy = "correct horse/battery-staple"

    @Test(arguments: [
        [], ["import"], ["--dry-run"], ["sandbox"], ["report", "a"], ["replay", "a"], ["--quiet", "--"],
        ["presents", "x"],
    ])
    func `an argument without an option that names no file is not repeated`(arguments: [String]) async throws {
        for more in [[], ["two", "input"]] {
            let stimulus = Case(.bytes([]), arguments + [Self.shy] + more).with { $0.defaults = [] }
            let outcome = try await stimulus.gives(exit: 64, requests: 0)
            #expect(!outcome.standardError.contains("horse"), "\(outcome)")
            #expect(outcome.standardError.hasPrefix("mixport: ") && outcome.messages.count == 1, "\(outcome)")
        }
    }

    @Test(arguments: [
        ["--token-file", shy], ["--token-file=\(shy)"], ["--service-account", "r", "--secret-file", shy],
    ])
    func `what stands in the place of a secret's file and names none is not repeated`(
        arguments: [String]
    ) async throws {
        let stimulus = Case(.bytes(Array(Event.lines(5).utf8)), arguments + ["--project-id", "7"])
            .with { $0.environment = [:] }
        let outcome = try await stimulus.gives(exit: 78, requests: 0)
        #expect(!outcome.standardError.contains("horse"), "\(outcome)")
        #expect(outcome.standardError.contains("-file: No such file"), "\(outcome)")
    }

    @Test func `a report may have the name of a checksum`() async throws {
        let stimulus = Case(Event.lines(5), "--report", "0123456789abcdef0123456789abcdef")
        try await stimulus.gives(exit: 0, .imported(5), requests: 1)
    }

    /// Process substitution, and a named pipe whose writer comes late.
    @Test(arguments: [
        #"exec "$@" --token-file <(sleep 0.2; cat source)"#,
        #"mkfifo token; (sleep 0.2; cat source > token) & exec "$@" --token-file token"#,
    ])
    func `a secret may come through a pipe`(script: String) async throws {
        let stimulus = Case(Event.lines(5)).with { stimulus in
            stimulus.environment = [:]
            stimulus.prepare = { try $0.write(Case.secret, to: "source") }
            stimulus.launcher = ["/bin/bash", "-c", script, "bash"]
            stimulus.converges = false
        }
        try await stimulus.gives(exit: 0, .imported(5), requests: 1)
    }

    @Test func `a pipe that nobody writes to is not waited for without an end`() async throws {
        let stimulus = Case(Event.lines(5), "--token-file", "token").with { stimulus in
            stimulus.environment = [:]
            stimulus.launcher = ["/bin/sh", "-c", #"mkfifo token; exec "$@""#, "sh"]
        }
        let outcome = try await stimulus.gives(exit: 78, requests: 0)
        #expect(outcome.standardError.contains("nothing came from it"), "\(outcome)")
    }

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
