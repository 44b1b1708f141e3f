import Testing

/// The README and the program say the same.
@Suite struct ReadmeTests {
    @Test(arguments: ["import", "replay", "convert", "presets", "report", "verify", "check", "sandbox"])
    func `it names every option`(
        command: String
    ) async throws {
        let readme = try ProjectFile.text("README.md")
        let help = try await Case(.bytes([]), command, "--help").gives(exit: 0, requests: 0).standardOutput
        let options = help.matches(of: /(?m)^ +(?:-[a-z], )?(--[a-z-]+)/).map(\.1)
        #expect(options.contains("--help"))
        for option in options where option != "--help" && option != "--version" {
            #expect(readme.contains(String(option)), "\(option)")
        }
    }

    @Test func `it has the exit codes of the help`() async throws {
        let readme = try ProjectFile.text("README.md")
        let help = try await Case(.bytes([]), "--help").gives(exit: 0, requests: 0).standardOutput
        let codes = help.matches(of: /(?m)^  (\d+) +[a-z4]/).map(\.1)
        #expect(codes.count >= 11, "\(codes)")
        for code in codes { #expect(readme.contains("\n| \(code) | "), "\(code)") }
    }

    @Test func `it shows the example of the library that is compiled here`() throws {
        let example = try ProjectFile.text("Tests/LibraryExample/LibraryExample.swift")
        let lines = example.split(separator: "\n").filter { !$0.hasPrefix("///") }
        let readme = try ProjectFile.text("README.md").split(separator: "\n").joined(separator: "\n")
        #expect(readme.contains(lines.map { "    \($0)" }.joined(separator: "\n")))
    }
}
