import Testing

/// The manual pages, which a script makes from the program's own definitions.
@Suite(.enabled(if: Tool.isThere("/usr/bin/python3"), "needs python3")) struct ManualTests {
    private static let commands = ["replay", "convert", "presets", "report", "verify", "check", "sandbox"]

    private static func pages(_ check: (WorkDirectory) async throws -> Void) async throws {
        try await WorkDirectory.with { directory in
            let script = ProjectFile.path(".packaging/manual")
            let answer = try await Tool.run("/usr/bin/python3", script, Binary.path, directory.path, input: [])
            #expect(answer.ending == .exit(0))
            try await check(directory)
        }
    }

    @Test func `they have every option, exit code and variable of the help`() async throws {
        try await Self.pages { directory in
            for command in [nil] + Self.commands {
                let name = command.map { "mixport-\($0)" } ?? "mixport"
                let help = try await Case(.bytes([]), command.map { [$0, "--help"] } ?? ["--help"])
                    .gives(exit: 0, requests: 0).standardOutput
                let page = String(decoding: try #require(directory.contents("\(name).1"), "\(name)"), as: UTF8.self)
                    .replacing("\\-", with: "-").replacing("\\%", with: "")
                let options = help.matches(of: /(?m)^ +(?:-[a-z], )?-(-[a-z-]+)/).map(\.1)
                #expect(options.contains("-help"))
                for option in options {
                    #expect(page.contains(try Regex("\n\\.It (Fl [a-z] , )?Fl \(option)[ \n]")), "\(name): -\(option)")
                }
                guard command == nil else { continue }
                let codes = help.matches(of: /(?m)^  (\d+) +[a-z4]/).map(\.1)
                #expect(codes.count >= 11)
                for code in codes { #expect(page.contains("\n.It Li \(code)\n"), "\(code)") }
                let variables = help.matches(of: /MIXPANEL_[A-Z_]+|SSL_CERT_FILE|HTTPS_PROXY|NO_COLOR/).map(\.output)
                #expect(Set(variables).count == 9, "\(Set(variables))")
                for variable in Set(variables) {
                    #expect(page.contains(try Regex("\n\\.It Ev \"?\(variable)")), "\(variable)")
                }
                for command in Self.commands { #expect(page.contains("\n.Xr mixport-\(command) 1"), "\(command)") }
            }
        }
    }

    @Test(
        arguments: [
            ["/usr/bin/mandoc", "-T", "lint", "-W", "warning"],
            ["/usr/bin/groff", "-ww", "-mandoc", "-Tutf8", "-z"],
            ["/usr/bin/groff", "-ww", "-mandoc", "-Tascii", "-z"],
        ].filter { Tool.isThere($0[0]) }
    ) func `formatters take them without a warning`(formatter: [String]) async throws {
        try await Self.pages { directory in
            for name in ["mixport"] + Self.commands.map({ "mixport-\($0)" }) {
                // What groff says goes to standard error.
                let check = ["/bin/sh", "-c", "\"$@\" 2>&1", "sh"] + formatter + [directory.path("\(name).1")]
                let answer = try await Tool.run(check, input: [])
                #expect(
                    answer.ending == .exit(0) && answer.output.isEmpty,
                    "\(String(decoding: answer.output, as: UTF8.self))"
                )
            }
        }
    }

    @Test(.enabled(if: Tool.isThere("/usr/bin/mandoc"), "needs mandoc"))
    func `they fit a terminal of 80 columns`() async throws {
        try await Self.pages { directory in
            for name in ["mixport"] + Self.commands.map({ "mixport-\($0)" }) {
                let path = directory.path("\(name).1")
                let answer = try await Tool.run("/usr/bin/mandoc", "-Tascii", "-Owidth=80", path, input: [])
                // Bold and underlined characters are overstruck.
                let text = String(decoding: answer.output, as: UTF8.self).replacing(/.\u{8}/, with: "")
                #expect(text.contains("--help"))
                for line in text.split(separator: "\n") where line.count > 80 { Issue.record("\(name): \(line)") }
            }
        }
    }
}
