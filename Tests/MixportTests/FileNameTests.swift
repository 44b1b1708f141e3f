import Foundation
import MixpanelSandbox
import Testing

/// What files are called, and what their names lead to.
@Suite struct FileNameTests {
    @Test func `companions take their names from the report`() async throws {
        let text = "\(Event.line(1, value: "[1,]"))\n"
        let plain = try await Case(text, "--report", "a.b/../my report").with { stimulus in
            stimulus.prepare = { try $0.makeDirectory("a.b") }
        }.gives(exit: 65, .rejected(1), requests: 0)
        #expect(plain.modes.keys.sorted() == ["a.b", "my report", "my report.rejects.ndjson"])
        let named = try await Case(text, "--report", "r.json", "--rejects", "bad").gives(
            exit: 65,
            .rejected(1),
            requests: 0
        )
        #expect(named.modes.keys.sorted() == ["bad", "r.json"])
    }

    /// As `split`, `parallel` and job arrays number their outputs.
    @Test func `reports whose names differ in their last part only have companions of their own`() async throws {
        let stimulus = Case("\(Event.line(1, value: "[1,]"))\n")
        try await Chain.with(stimulus.service) { chain in
            for number in 0...1 {
                let run = stimulus.with { $0.arguments = ["--report", "report.\(number)"] }
                let outcome = try await run.run(in: chain.directory, against: chain.sandbox)
                #expect(outcome.ending == .exit(65), "\(outcome)")
            }
            let names = (0...1).flatMap { ["report.\($0)", "report.\($0).rejects.ndjson"] }
            #expect(chain.files.keys.sorted() == names)
        }
    }

    @Test func `the report's name is made of the time where none is given`() async throws {
        let stimulus = Case(Event.lines(5)).with { stimulus in
            stimulus.defaults.removeAll { ["--report", "report.ndjson"].contains($0) }
        }
        let outcome = try await stimulus.with { $0.converges = false }.gives(exit: 0, requests: 1)
        let names = outcome.modes.keys.sorted()
        #expect(names.count == 1)
        #expect(names[0].wholeMatch(of: /mixport-report-\d{8}-\d{6}\.ndjson/) != nil, "\(names)")
        #expect(outcome.standardError.contains(names[0]))
    }

    @Test(arguments: [[], ["--overwrite"]])
    func `imports that begin in one second each have a report`(options: [String]) async throws {
        let stimulus = Case(.bytes(Array(Event.lines(5).utf8)), options).with { stimulus in
            stimulus.defaults.removeAll { ["--report", "report.ndjson"].contains($0) }
            stimulus.converges = false
            stimulus.prepare = { directory in
                let start = Date.now
                for second in 0..<120 {
                    let name = Self.reportName(start + Double(second))
                    for ending in ["", "-2"] { try directory.write("mine\n", to: "\(name)\(ending).ndjson") }
                }
            }
        }
        let outcome = try await stimulus.gives(exit: 0, requests: 1)
        let names = outcome.modes.keys.filter { $0.hasSuffix("-3.ndjson") }
        let name = try #require(names.first, "\(outcome.modes.keys.sorted())")
        #expect(outcome.modes.count == 241)
        #expect(outcome.standardError.contains(name))
    }

    private static func reportName(_ time: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "yyyyMMdd-HHmmss"
        return "mixport-report-\(formatter.string(from: time))"
    }

    @Test func `the report cannot be its own companion`() async throws {
        for option in ["--rejects", "--pending"] {
            let outcome = try await Case(Event.lines(5), option, "report.ndjson").gives(exit: 73, requests: 0)
            #expect(outcome.standardError.contains("report.ndjson"))
        }
        try await Case(Event.lines(5), "--rejects", "same", "--pending", "same").gives(exit: 73, requests: 0)
    }

    @Test func `two names for one file are found out before anything is sent`() async throws {
        let bad = "{\n" + Event.line(2, value: #""poison""#) + "\n"
        let names = [
            ("same", "./same"), ("same", "folder/../same"), ("same", "linked/same"), ("hard", "report.ndjson"),
            ("hard", "harder"),
        ]
        for (rejects, pending) in names {
            let arguments = ["--rejects", rejects, "--pending", pending, "--overwrite", "--max-attempts", "1"]
            let stimulus = Case(.bytes(Array(bad.utf8)), arguments, faults: [.request(.always, .status(500))]).with {
                $0.prepare = { directory in
                    try directory.makeDirectory("folder")
                    try directory.link("linked", to: ".")
                    try directory.write("mine\n", to: "report.ndjson")
                    for name in ["hard", "harder"] {
                        #expect(link(directory.path("report.ndjson"), directory.path(name)) == 0)
                    }
                }
            }
            let outcome = try await stimulus.gives(exit: 73, requests: 0)
            #expect(outcome.report == Array("mine\n".utf8), "\(rejects), \(pending)")
        }
    }

    @Test func `the report cannot be the input`() async throws {
        let stimulus = Case(.file(Array(Event.lines(5).utf8)), ["--report", "../input", "--overwrite"])
        let outcome = try await stimulus.gives(exit: 73, requests: 0)
        #expect(outcome.report == Array(Event.lines(5).utf8))
    }

    /// File systems take any bytes but `/` and NUL.
    @Test func `names that are no text keep their bytes, from the argument to the command to run next`() async throws {
        let text = Array((Event.lines(3) + Event.line(4, value: #""poison""#) + "\n").utf8)
        let poison = FaultRule.request(.contains("poison"), .status(500))
        let stimulus = Case(.file(text), ["--max-attempts", "1"], faults: [poison]).with { stimulus in
            stimulus.defaults.removeAll { ["--report", "report.ndjson"].contains($0) }
            let names = #"--report $'r\xff\xc3.ndjson' --pending $'\xe9t\xc3\xa9'"#
            stimulus.launcher = ["/bin/bash", "-c", "exec \"$@\" \(names)", "bash"]
        }
        try await Chain.with(stimulus.service) { chain in
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(75), "\(outcome)")
            let find = #"cd "$0" && find . -type f -printf '%P\n' | LC_ALL=C sort | od -An -c | tr -d ' \n'"#
            let names = try await Tool.run("/bin/bash", "-c", find, chain.directory.path, input: []).output
            #expect(
                String(decoding: names, as: UTF8.self) == #"r377303.ndjson\nr377303.summary.json\n351t303251\n"#,
                "\(outcome)"
            )
            let said = outcome.messages
            #expect(said.contains { $0.contains(/^report +r\\xff\\xc3.ndjson,[ ]/) }, "\(outcome)")
            #expect(said.contains { $0.contains(/^unknown +1 +25.00 % +\\xe9té$/) }, "\(outcome)")
            try await chain.sandbox.play([])
            let next = try #require(outcome.messages.last)
            #expect(next.contains(#"replay $'r\xff\xc3.ndjson' "#), "\(outcome)")
            let environment = "cd '\(chain.directory.path)' && MIXPANEL_TOKEN=\(Case.secret)"
            let command = "\(environment) \(next.dropFirst("next: ".count))"
            let again = try await Tool.run("/bin/bash", "-c", command, input: [])
            #expect(again.ending == .exit(0), "\(command)")
            #expect(try await chain.sandbox.ledger.distinct == 4, "\(command)")
        }
    }
}
