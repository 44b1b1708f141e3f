import Glibc
import MixpanelSandbox
import Testing

/// Killed at every single system call on its files, the program leaves files that it can continue.
@Suite(.enabled(if: CrashCase.isPossible, "needs strace")) struct KillTests {
    @Test(arguments: [("write", 8), ("flock", 3), ("fchmod", 3), ("fsync", 3)])
    func `killed at any call on a file, a run can be resumed`(call: String, least: Int) async throws {
        try await killAtEach(call, atLeast: least) { _ in }
    }

    @Test(arguments: [("write", 4), ("ftruncate", 3), ("fchmod", 3), ("flock", 3), ("pread64", 2), ("fsync", 3)])
    func `killed at any call on a file while it resumes, a run can be resumed again`(
        call: String,
        least: Int
    ) async throws {
        try await killAtEach(call, atLeast: least) { crash in
            // A stop in the second batch, with lines after it that have no verdict.
            try await crash.sandbox.play([
                .request(.contains("poison"), .status(500)), .request(.from(6), .status(401)),
            ])
            _ = try await crash.run()
            try await crash.sandbox.play([.request(.contains("poison"), .status(500))])
        }
    }

    /// Every thread counts its own calls, so that each place is one in the life of several threads.
    @Test(arguments: [("read", 20), ("write", 8), ("writev", 0), ("epoll_wait", 4), ("connect", 1)])
    func `killed at any call of the network or the input, a run can be resumed`(call: String, least: Int) async throws {
        try await killAtEach(call, on: [], atLeast: least) { _ in }
    }

    /// The runtime ends without memory; the next run can continue the files that it leaves.
    @Test func `without memory from any point on, a run ends, and can be resumed`() async throws {
        for place in stride(from: 1, to: 120, by: 4) {
            try await CrashCase.with { crash in
                let first = try await crash.run(crash.strace("mmap,brk:error=ENOMEM:when=\(place)+", on: []))
                var violations = first.isHung ? ["it hung"] : []
                if first.report != nil, first.ending != .exit(75) {
                    violations += crash.violations(afterCrash: first)
                }
                let second = try await crash.run()
                violations += crash.violations(atEnd: second)
                let text = violations.joined(separator: "\n")
                #expect(violations.isEmpty, "\(place): \(text)\n\(first)\n\(second)")
            }
        }
    }

    @Test func `a report that is torn anywhere can be resumed`() async throws {
        try await CrashCase.with { crash in
            let whole = try await crash.run()
            let report = try #require(whole.report)
            let violations = crash.violations(atEnd: whole)
            #expect(violations.isEmpty, "\(violations)")
            for count in stride(from: 0, to: report.count, by: 61) {
                try crash.directory.write(Array(report.prefix(count)), to: "report.ndjson")
                let outcome = try await crash.run()
                let violations = crash.violations(atEnd: outcome)
                #expect(violations.isEmpty, "cut to \(count) bytes: \(violations.joined(separator: "\n")) \(outcome)")
            }
        }
    }

    /// Until there is no such call any more; file by file. Every thread counts its own calls, and a file's calls may be
    /// spread over threads, so a place that was not reached is tried again.
    private func killAtEach(
        _ call: String,
        on files: [String] = CrashCase.files,
        atLeast least: Int,
        prepare: @escaping @Sendable (CrashCase) async throws -> Void
    ) async throws {
        var killed = 0
        for files in files.isEmpty ? [[]] : files.map({ [$0] }) {
            var place = 1
            var missed = 0
            while place < 200, missed < 3 {
                if try await isKilled("\(call):signal=KILL:when=\(place)", on: files, prepare) {
                    place += 1
                    killed += 1
                } else {
                    missed += 1
                }
            }
            #expect(place < 200, "killed at \(place) calls of \(call)")
        }
        #expect(killed >= least, "killed at \(killed) calls of \(call)")
    }

    private func isKilled(
        _ injection: String,
        on files: [String],
        _ prepare: @escaping @Sendable (CrashCase) async throws -> Void
    ) async throws -> Bool {
        try await CrashCase.with { crash in
            try await prepare(crash)
            let first = try await crash.run(crash.strace(injection, on: files))
            let isKilled = first.ending == .signal(SIGKILL) || first.ending == .exit(128 + SIGKILL)
            var violations = isKilled ? crash.violations(afterCrash: first) : crash.violations(atEnd: first)
            let second = try await crash.run()
            violations += crash.violations(atEnd: second)
            let text = violations.joined(separator: "\n")
            #expect(violations.isEmpty, "\(injection) \(files): \(text)\n\(first)\n\(second)")
            return isKilled
        }
    }
}
