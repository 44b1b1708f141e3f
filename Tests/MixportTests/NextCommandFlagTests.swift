import MixpanelSandbox
import Testing

/// A flag has no value: the option that follows it is one of its own when the next command is made of those of this
/// run.
@Suite struct NextCommandFlagTests {
    /// With these there is no next command, or no summary that would show it.
    private static let others = ["--help", "--version", "--json", "--quiet", "--dry-run", "--sandbox", "--resume"]

    /// All that the help has without a value, so that a new one is among them.
    private static func flags() async throws -> [String] {
        let help = try await Case(.bytes([]), "--help").gives(exit: 0, requests: 0).standardOutput
        let options = help.matches(of: /(?m)^  (?:-[a-z], )?(--[a-z-]+)(?: (<)| |$)/).filter { $0.2 == nil }
        return options.map { String($0.1) }.filter { !others.contains($0) }
    }

    private static let poison = FaultRule.request(.contains("poison"), .status(500))

    @Test(arguments: [
        ["FLAG", "--limit", "5"], ["--limit", "5", "FLAG", "--overwrite"], ["FLAG", "--max-attempts", "1"],
        ["FLAG", "--report", "rows.ndjson", "--max-attempts=1"],
    ])
    func `the next command is one that works, whichever flag stands before an option`(
        arguments: [String]
    ) async throws {
        let flags = try await Self.flags()
        #expect(Set(["--flatten", "--drop-null", "--csv-text", "--skip-prefix", "--verbose"]).isSubset(of: flags))
        let isLimited = arguments.contains("--limit")
        let text = Event.lines(7) + Event.line(8, value: #""poison""#) + "\n" + Event.lines(9...10)
        for flag in flags {
            let given = arguments.map { $0 == "FLAG" ? flag : $0 }
            let stimulus = Case(.file(Array(text.utf8)), given, faults: isLimited ? [] : [Self.poison])
            try await Chain.with(stimulus.service) { chain in
                let first = try await stimulus.run(in: chain.directory, against: chain.sandbox)
                #expect(first.ending == .exit(isLimited ? 0 : 75), "\(first)")
                try await chain.sandbox.play([])
                let said = try await NextCommandTests.runNext(after: first, in: chain)
                let stored = try await chain.sandbox.ledger.distinct
                #expect(stored == 10, "\(first)\n\(said)")
                #expect(!said.contains("next:"), "\(said)")
            }
        }
    }
}
