import Glibc
import MixpanelSandbox
import Testing

/// A resumed run that is killed while it cuts the files of the earlier one.
@Suite struct ResumeCutTests {
    @Test(.enabled(if: CrashCase.isPossible, "needs strace"), arguments: 1...3)
    func `wherever it is killed, every row has its raw line, and a summary is of the whole report`(
        place: Int
    ) async throws {
        try await CrashCase.with { crash in
            try await crash.sandbox.play([
                .request(.contains("poison"), .status(500)), .request(.from(6), .status(401)),
            ])
            let before = try await crash.run()
            try #require(before.ending == .exit(77) && before.rows.contains { $0.reason == "stopped" }, "\(before)")
            try await crash.sandbox.play([.request(.contains("poison"), .status(500))])
            let killed = try await crash.run(crash.strace("ftruncate:signal=KILL:when=\(place)"))
            try #require(killed.ending == .signal(SIGKILL) || killed.ending == .exit(128 + SIGKILL), "\(killed)")
            let lines = CrashCase.stimulus([]).inputLines
            let rejected = lines.text(of: killed.rows.filter { $0.status == .rejected }.map(\.line))
            let pending = lines.text(of: killed.rows.filter(\.status.isPending).map(\.line))
            #expect(killed.rejects?.starts(with: rejected) == true, "\(killed.rejects?.count ?? 0) bytes \(killed)")
            #expect(killed.pending?.starts(with: pending) == true, "\(killed.pending?.count ?? 0) bytes \(killed)")
            #expect(killed.summary == nil || killed.report == before.report, "\(killed)")
            let violations = crash.violations(atEnd: try await crash.run())
            #expect(violations.isEmpty, "\(violations.joined(separator: "\n"))")
        }
    }

    /// Rows have been cut, raw lines have not: as many as a run has lines in its hands, of several batches.
    @Test(arguments: [2_000, 100]) func `raw lines of all rows that were cut are recognised by the next run`(
        events: Int
    ) async throws {
        let lines = (1...9_000).map { $0 % 900 == 0 ? "{bad \($0)}" : Event.line($0) }
        let arguments = ["--resume", "--batch-events", "\(events)", "--concurrency", "4"]
        let stimulus = Case(
            .bytes(Array(lines.map { $0 + "\n" }.joined().utf8)),
            arguments,
            faults: [.request(.from(2), .status(401))]
        )
        try await Chain.with(stimulus.service) { chain in
            let stopped = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            try #require(stopped.ending == .exit(77), "\(stopped)")
            let kept = stopped.rows.prefix { $0.reason != "stopped" }.map { $0.text + "\n" }.joined()
            try #require(stopped.rows.count { $0.reason == "stopped" } > (events == 2_000 ? 2_000 : 100), "\(stopped)")
            try chain.directory.write(kept, to: "report.ndjson")
            unlink(chain.directory.path("report.summary.json"))
            try await chain.sandbox.play([])
            let outcome = try await chain.run(stimulus, exit: 65, .imported(8_990), .rejected(10, "not_json"))
            #expect(outcome.pending?.isEmpty != false, "\(outcome)")
        }
    }
}
