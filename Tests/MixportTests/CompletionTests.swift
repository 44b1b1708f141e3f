import Testing

/// The scripts for completion, in the shells that they are for.
@Suite struct CompletionTests {
    private static func script(_ shell: String) async throws -> [UInt8] {
        let stimulus = Case(.bytes([]), "--generate-completion-script", shell).with { $0.defaults = [] }
        return try await stimulus.gives(exit: 0, requests: 0).output
    }

    /// What is typed, the last word unfinished, and what is offered for it.
    private static let words: [(typed: [String], offered: [String])] = [
        (["--conc"], ["--concurrency"]), (["--region", ""], ["us", "eu", "in"]), (["--insert-id", "l"], ["line"]),
        (["import", "--conc"], ["--concurrency"]), (["re"], ["replay", "report"]),
        (["replay", "--stat"], ["--status"]),
        (["--dry-run", "--progress", "p"], ["plain"]), (["sandbox", "--po"], ["--port"]),
    ]

    @Test(.enabled(if: Tool.isThere("/bin/bash"), "needs bash"), arguments: words.indices)
    func `bash completes options without a command's name too`(index: Int) async throws {
        let (typed, offered) = Self.words[index]
        let ask = """
            COMP_WORDS=(mixport "$@"); COMP_CWORD=$#; COMP_LINE="mixport $*"; COMP_POINT=${#COMP_LINE}
            _mixport mixport "${@: -1}" "${COMP_WORDS[$# - 1]}"; printf '%s\\n' "${COMPREPLY[@]}"
            """
        let script = try await Self.script("bash") + Array("\n\(ask)\n".utf8)
        let answer = try await Tool.run(["/bin/bash", "--norc", "-s", "--"] + typed, input: script)
        let lines = String(decoding: answer.output, as: UTF8.self).split { $0.isWhitespace }.map(String.init)
        #expect(Set(lines) == Set(offered), "\(typed): \(lines)")
    }

    @Test(.enabled(if: Tool.isThere("/usr/bin/fish"), "needs fish"), arguments: words.indices)
    func `fish completes options without a command's name too`(index: Int) async throws {
        let (typed, offered) = Self.words[index]
        let line = (["mixport"] + typed).joined(separator: " ")
        let script = try await Self.script("fish") + Array("\ncomplete -C '\(line)'\n".utf8)
        let answer = try await Tool.run("/usr/bin/fish", "--no-config", input: script)
        let text = String(decoding: answer.output, as: UTF8.self)
        let lines = text.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
        #expect(Set(offered).isSubset(of: Set(lines)), "\(typed): \(lines)")
    }

    /// What a terminal would be needed for is asked of the script's own table.
    @Test(.enabled(if: Tool.isThere("/usr/bin/zsh"), "needs zsh"))
    func `zsh takes the script, which offers the root's options`() async throws {
        let script = try await Self.script("zsh")
        let answer = try await Tool.run("/usr/bin/zsh", "-f", "-n", "/dev/stdin", input: script)
        #expect(answer.ending == .exit(0))
        let text = String(decoding: script, as: UTF8.self)
        let root = text.components(between: "_mixport() {", and: "\n}")
        for word in ["--concurrency", "--region", "('us' 'eu' 'in')", "--report", "_files"] {
            #expect(root.contains(word), "\(word) is not in:\n\(root)")
        }
    }
}

extension String {
    fileprivate func components(between start: String, and end: String) -> Substring {
        guard let from = firstRange(of: start) else { return "" }
        let rest = self[from.upperBound...]
        return rest[..<(rest.firstRange(of: end)?.lowerBound ?? rest.endIndex)]
    }
}
