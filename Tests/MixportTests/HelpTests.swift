import Testing

@Suite struct HelpTests {
    private static func run(_ arguments: String...) -> Case { run(arguments) }

    private static func run(_ arguments: [String]) -> Case {
        Case(.bytes([]), arguments).with { stimulus in
            stimulus.defaults = []
            stimulus.environment = [:]
        }
    }

    private static let options = [
        "--project-id", "--service-account", "--secret-file", "--token-file", "--region", "--endpoint", "--sandbox",
        "--report",
        "--rejects", "--pending", "--resume", "--overwrite", "--concurrency", "--batch-events", "--batch-bytes",
        "--compression-level", "--max-delay", "--timeout", "--retry-delay", "--max-attempts", "--give-up-after",
        "--rate", "--share",
        "--max-line-bytes", "--insert-id", "--expect-lines", "--max-rejects", "--limit", "--dry-run", "--json",
        "--progress",
        "--color", "-q", "-v", "--help", "--version",
    ]

    @Test(arguments: [["--help"], ["help"], ["help", "import"], ["import", "--help"]])
    func `help names every option, exit code and variable`(arguments: [String]) async throws {
        let outcome = try await Self.run(arguments).gives(exit: 0, requests: 0)
        let help = outcome.standardOutput
        for option in Self.options { #expect(help.contains(option), "\(option)") }
        let lines = help.split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }
        for code in [0, 64, 65, 66, 70, 73, 74, 75, 76, 77, 78] {
            #expect(lines.contains { $0.hasPrefix("\(code) ") }, "\(code)")
        }
        for variable in ["PROJECT_ID", "SERVICE_ACCOUNT", "SERVICE_ACCOUNT_SECRET", "TOKEN", "REGION", "ENDPOINT"] {
            #expect(help.contains("MIXPANEL_\(variable)"))
        }
        for command in ["import", "replay", "report", "sandbox"] {
            #expect(lines.contains { $0.hasPrefix("\(command) ") }, "\(command)")
        }
        #expect(outcome.standardError.isEmpty)
        #expect(outcome.modes.isEmpty)
    }

    @Test(arguments: [["-h"], ["import", "-h"]]) func `short help fits one screen`(arguments: [String]) async throws {
        let outcome = try await Self.run(arguments).gives(exit: 0, requests: 0)
        let lines = outcome.standardOutput.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 25 && lines.allSatisfy { $0.count < 80 }, "\(outcome.standardOutput)")
        for word in ["--dry-run", "--sandbox", "MIXPANEL_TOKEN", "--resume", "report", "--help", "exit:"] {
            #expect(outcome.standardOutput.contains(word), "\(word)")
        }
        #expect(outcome.errors.isEmpty)
    }

    @Test(arguments: ["replay", "report", "convert", "presets", "sandbox"])
    func `help of a command is the same page however it is asked for`(command: String) async throws {
        let page = try await Self.run(command, "--help").gives(exit: 0, requests: 0).standardOutput
        #expect(page.contains("mixport \(command)"), "\(page)")
        #expect(try await Self.run("help", command).gives(exit: 0, requests: 0).standardOutput == page)
    }

    @Test func `help begins with what the program is for, and examples`() async throws {
        let help = try await Self.run("--help").gives(exit: 0, requests: 0).standardOutput
        let beginning = help.split(separator: "\n").prefix { !$0.contains("--project-id <") }
        #expect(beginning.count { $0.contains("mixport") && $0.hasPrefix("  ") } >= 4, "\(beginning)")
    }

    @Test func `help fits a line of 100 characters`() async throws {
        let help = try await Self.run("--help").gives(exit: 0, requests: 0).standardOutput
        for line in help.split(separator: "\n") where line.count > 120 { Issue.record("\(line)") }
    }

    @Test func `the version is a number`() async throws {
        let outcome = try await Self.run("--version").gives(exit: 0, requests: 0)
        #expect(outcome.standardOutput.contains(/^\d+\.\d+\.\d+\n$/))
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func `there is completion for shells`(shell: String) async throws {
        let outcome = try await Self.run("--generate-completion-script", shell).gives(exit: 0, requests: 0)
        #expect(outcome.standardOutput.contains("batch-events"))
    }
}
