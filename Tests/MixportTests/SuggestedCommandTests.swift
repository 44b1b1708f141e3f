import Foundation
import Testing

/// A command that a message suggests is the one that was typed, put right: none of its options is lost, `--dry-run`
/// least of all.
@Suite struct SuggestedCommandTests {
    private static func run(_ arguments: [String], _ input: Case.Input = .bytes([])) -> Case {
        Case(input, arguments).with { stimulus in
            stimulus.defaults = []
            stimulus.converges = false
            stimulus.prepare = { directory in
                for name in ["a", "a b", "r"] { try directory.write("{}\n", to: name) }
            }
        }
    }

    @Test(arguments: [
        (["--dry-run", "a"], "mixport --dry-run < a"),
        (["a", "--region", "eu", "--flatten", "a b"], "cat a 'a b' | mixport --region eu --flatten"),
        (["--report", "r", "--json", "a", "--set", "x=it's"], #"mixport --report r --json --set 'x=it'\''s' < a"#),
        (["import", "--limit=5", "a"], "mixport import --limit=5 < a"),
        (["-q", "--", "a"], "mixport -q < a"),
        (["convert", "a"], "mixport convert < a"),
        (["convert", "--drop-null", "a", "a b"], "cat a 'a b' | mixport convert --drop-null"),
        (["replay", "r", "--status", "rejected", "a"], "mixport replay r --status rejected < a"),
        (["verify", "--json", "r", "a"], "mixport verify --json r < a"),
    ])
    func `a file as an argument is answered with the same command and the redirection`(
        arguments: [String],
        line: String
    ) async throws {
        let outcome = try await Chain.with(Case(.closed).service) { chain in
            let stimulus = Self.run(arguments)
            try stimulus.prepare(chain.directory)
            return try await stimulus.run(in: chain.directory, against: chain.sandbox)
        }
        #expect(outcome.ending == .exit(64), "\(outcome)")
        #expect(outcome.messages.first?.contains("from standard input, not from ") == true, "\(outcome)")
        #expect(outcome.messages.last.map(String.init) == "  \(line)", "\(outcome)")
    }

    private static let table = Array("time,user,name\n1,2,3\n4,5,6\n".utf8)
    private static let archive: [UInt8] = [0x50, 0x4B, 3, 4, 20, 0, 0, 0]

    @Test(arguments: [
        (["--dry-run", "--region", "eu"], table, "mixport --dry-run --region eu --format csv < INPUT"),
        (["--dry-run", "--format", "auto"], table, "mixport --dry-run --format csv < INPUT"),
        (["convert", "--flatten"], table, "mixport convert --flatten --format csv < INPUT"),
        (["--dry-run", "-q"], archive, "bsdtar -xOf - < INPUT | zcat -f | mixport --dry-run -q"),
        (["convert", "--limit", "5"], archive, "bsdtar -xOf - < INPUT | zcat -f | mixport convert --limit 5"),
    ])
    func `an input of another kind is answered with the same command after the one that unpacks it`(
        arguments: [String],
        input: [UInt8],
        line: String
    ) async throws {
        try await Chain.with(Case(.closed).service) { chain in
            let outcome = try await Self.run(arguments, .file(input)).run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(65), "\(outcome)")
            let said = line.replacing("INPUT", with: chain.directory.inputPath)
            #expect(outcome.messages.contains { $0.hasSuffix("; try: \(said)") }, "\(said)\n\(outcome)")
        }
    }

    @Test(arguments: [["convert"], ["replay", "r"]]) func `a command that reads a terminal shows its own usage`(
        arguments: [String]
    ) async throws {
        let outcome = try await Self.run(arguments, .terminal).gives(exit: 64, requests: 0)
        #expect(outcome.standardError.contains("\n  mixport \(arguments[0]) "), "\(outcome)")
        #expect(outcome.standardError.contains("mixport \(arguments[0]) --help"), "\(outcome)")
    }
}
