import Foundation
import MixpanelSandbox
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
            // Several reports may follow each other, and the first of them cannot be read.
            let outcome = try await stimulus.gives(exit: arguments.first == "report" ? 66 : 64, requests: 0)
            #expect(!outcome.standardError.contains("horse"), "\(outcome)")
            #expect(outcome.standardError.hasPrefix("mixport: ") && outcome.messages.count == 1, "\(outcome)")
        }
    }

    @Test(arguments: [("report", Int32(66)), ("verify", 66), ("presets", 64), ("replay", 73)])
    func `what names no file and no preset is not repeated by commands that take such a name`(
        command: String,
        exit: Int32
    ) async throws {
        for secret in [Self.shy, "0123456789abcdef0123456789abcdef"] {
            let stimulus = Case(.bytes([]), [command, secret]).with { $0.defaults = [] }
            let outcome = try await stimulus.gives(exit: exit, requests: 0)
            #expect(!outcome.standardError.contains(secret), "\(outcome)")
            #expect(outcome.standardError.hasPrefix("mixport: ") && outcome.messages.count == 1, "\(outcome)")
        }
    }

    @Test func `a name that can only be a file's or a preset's is repeated`() async throws {
        for arguments in [["report", "nowhere.ndjson"], ["verify", "./nowhere"], ["presets", "segmnt"]] {
            let stimulus = Case(.bytes([]), arguments).with { $0.defaults = [] }
            let outcome = try await stimulus.gives(exit: arguments[0] == "presets" ? 64 : 66, requests: 0)
            #expect(outcome.standardError.contains(arguments[0] == "presets" ? "segment" : "nowhere"), "\(outcome)")
        }
    }

    @Test(arguments: ["-p", "-q", "-t=", "-vp"]) func `a value that is joined to a short option is not repeated`(
        option: String
    ) async throws {
        for command in [[], ["report", "x"], ["sandbox"]] {
            let stimulus = Case(.bytes([]), command + [option + "5ecret-p4ss"]).with { $0.defaults = [] }
            let outcome = try await stimulus.gives(exit: 64, requests: 0)
            #expect(!outcome.standardError.contains("5ecret"), "\(outcome)")
            #expect(outcome.standardError.contains("there is no -"), "\(outcome)")
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
}
