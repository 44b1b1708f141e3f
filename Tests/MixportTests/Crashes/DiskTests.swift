import Glibc
import MixpanelSandbox
import Testing

/// Files that cannot be written, or not at once.
@Suite(.enabled(if: CrashCase.isPossible, "needs strace")) struct DiskTests {
    @Test(arguments: CrashCase.files, ["ENOSPC", "EIO", "EDQUOT"])
    func `a write that fails ends the run, which can be resumed`(file: String, error: String) async throws {
        for place in 1...3 {
            // The third write may be none to this file.
            try await expectStop(by: "write:error=\(error):when=\(place)+", on: [file], isSure: place < 3)
        }
    }

    /// Such as a mount without locks. An empty report would keep the next run from beginning.
    @Test(arguments: ["flock:error=ENOLCK", "flock:error=EINTR", "fchmod:error=EPERM"])
    func `a start that is refused leaves nothing`(injection: String) async throws {
        let stimulus = Case(Event.lines(3) + "{\n", "--rejects", "r").with { stimulus in
            let calls = String(injection.prefix { $0 != ":" })
            stimulus.launcher = ["/usr/bin/strace", "-f", "-o", "/dev/null", "-e", "trace=\(calls)"]
            stimulus.launcher += ["-e", "inject=\(injection)"]
            stimulus.patience = .seconds(20)
        }
        try await Chain.with(stimulus.service) { chain in
            let refused = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(refused.ending == .exit(73) && refused.modes.isEmpty, "\(refused)")
            try await chain.run(stimulus.with { $0.launcher = [] }, exit: 65, .imported(3), .rejected(1))
        }
    }

    /// EINVAL and EROFS too: a file that could be written to and not be synced may be lost.
    @Test(arguments: CrashCase.files, ["EIO", "EINVAL", "EROFS", "ENOSPC"])
    func `a sync that fails ends the run, which can be resumed`(file: String, error: String) async throws {
        try await expectStop(by: "fsync:error=\(error):when=1", on: [file], isSure: true)
    }

    /// After a power cut the name of a new file may be gone, whatever was synced of its contents.
    @Test func `a directory whose sync fails ends the run`() async throws {
        try await expectStop(by: "fsync:error=EIO:when=1", on: ["."], named: "", isSure: true)
    }

    @Test(arguments: ["fsync:error=EINVAL:when=1", "openat:error=EACCES:when=1+"])
    func `a directory that cannot be synced is no reason to stop`(injection: String) async throws {
        try await CrashCase.with { crash in
            let outcome = try await crash.run(crash.strace(injection, on: ["."]))
            let violations = crash.violations(atEnd: outcome)
            #expect(violations.isEmpty, "\(violations.joined(separator: "\n"))\n\(outcome)")
        }
    }

    @Test(arguments: CrashCase.files) func `a sync that a signal interrupts is repeated`(file: String) async throws {
        for place in ["1", "1..2"] {
            try await CrashCase.with { crash in
                let outcome = try await crash.run(crash.strace("fsync:error=EINTR:when=\(place)", on: [file]))
                let violations = crash.violations(atEnd: outcome)
                #expect(violations.isEmpty, "\(place): \(violations.joined(separator: "\n"))\n\(outcome)")
            }
        }
    }

    @Test(arguments: CrashCase.files, ["EINTR", "EAGAIN"])
    func `a write that is to be repeated is repeated`(file: String, error: String) async throws {
        for place in ["1", "2", "1+2"] {
            try await CrashCase.with { crash in
                let outcome = try await crash.run(crash.strace("write:error=\(error):when=\(place)", on: [file]))
                let violations = crash.violations(atEnd: outcome)
                #expect(violations.isEmpty, "\(error), \(place): \(violations.joined(separator: "\n"))\n\(outcome)")
            }
        }
    }

    /// Writes first take less than they are given, then fail.
    @Test(arguments: [1, 2, 3, 4, 6, 8]) func `a limit of file sizes tears no row that a resumed run cannot mend`(
        blocks: Int
    ) async throws {
        try await CrashCase.with { crash in
            let script = #"trap "" XFSZ; ulimit -f \#(blocks); exec "$@""#
            let first = try await crash.run(["/bin/sh", "-c", script, "sh"])
            #expect([.exit(74), .exit(75)].contains(first.ending), "\(first)")
            var violations = first.ending == .exit(74) ? crash.violations(afterCrash: first) : []
            let second = try await crash.run()
            violations += crash.violations(atEnd: second)
            #expect(violations.isEmpty, "\(blocks): \(violations.joined(separator: "\n"))\n\(first)\n\(second)")
        }
    }

    @Test(arguments: [1, 2, 3, 5, 8]) func `counts at a full disk are those of the rows`(blocks: Int) async throws {
        let input = (1...200).map { $0 % 7 == 0 ? "{\n" : Event.line($0) + "\n" }.joined()
        let stimulus = Case(.bytes(Array(input.utf8)), ["--batch-events", "9", "--resume", "--json"]).with {
            $0.launcher = ["/bin/sh", "-c", #"trap "" XFSZ; ulimit -f \#(blocks); exec "$@""#, "sh"]
        }
        try await Chain.with(stimulus.service) { chain in
            let first = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(first.ending == .exit(74), "\(first)")
            let counts = first.json?["counts"] as? [String: Int]
            #expect(counts?["lines"] == first.rows.count, "\(first)")
            #expect(counts?["rejected"] == first.rows.count { $0.status == .rejected }, "\(first)")
            try await chain.run(stimulus.with { $0.launcher = [] }, exit: 65, .imported(172), .rejected(28))
        }
    }

    /// Lines that are too long have rows and raw lines of their own.
    @Test(arguments: [1, 2, 3, 5]) func `a limit of file sizes tears no row of a long line either`(
        blocks: Int
    ) async throws {
        let long = String(repeating: "x", count: 300)
        let input = (1...40).map { "\($0) \(long)\n" }.joined()
        let arguments = ["--max-line-bytes", "100", "--resume", "--json"]
        let stimulus = Case(.file(Array(input.utf8)), arguments).with { stimulus in
            stimulus.launcher = ["/bin/sh", "-c", #"trap "" XFSZ; ulimit -f \#(blocks); exec "$@""#, "sh"]
        }
        try await Chain.with(stimulus.service) { chain in
            let first = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(first.ending == .exit(74), "\(first)")
            let counts = first.json?["counts"] as? [String: Int]
            #expect(counts?["lines"] == first.rows.count, "\(first)")
            #expect(InputLines(first.rejects ?? []).raw.count == first.rows.count, "\(first)")
            try await chain.run(stimulus.with { $0.launcher = [] }, exit: 65, .rejected(40, "line_too_long"))
        }
    }

    private func expectStop(
        by injection: String,
        on files: [String],
        named name: String? = nil,
        isSure: Bool
    ) async throws {
        try await CrashCase.with { crash in
            let first = try await crash.run(crash.strace(injection, on: files))
            var violations = crash.violations(afterCrash: first)
            if first.ending == .exit(74) {
                if !first.standardError.contains(name ?? files[0]) { violations.append("nobody says which file") }
            } else if isSure || first.ending != .exit(75) {
                violations.append("expected exit 74, got \(first.ending)")
            }
            let second = try await crash.run()
            violations += crash.violations(atEnd: second)
            #expect(violations.isEmpty, "\(injection): \(violations.joined(separator: "\n"))\n\(first)\n\(second)")
        }
    }
}
