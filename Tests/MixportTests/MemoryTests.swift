import MixpanelSandbox
import Testing

/// Memory stays within the formula of the help: 32 MB + 3 x (concurrency + 2) x batch + the longest line.
@Suite struct MemoryTests {
    /// Nothing is smaller compressed, and answers are late, so that the window is full all the time.
    @Test func `memory stays within the formula of the help`() async throws {
        let text = (1...6_000).map { Event.line($0, value: "\"\(noise(4_000))\"") + "\n" }.joined()
        let stimulus = Case(text, "--concurrency", "2", "--batch-bytes", "2MB").with { stimulus in
            stimulus.service.latency = .milliseconds(100) ... .milliseconds(100)
            stimulus.service.keepEvents = false
            stimulus.converges = false
        }
        let outcome = try await stimulus.gives(exit: 0, .imported(6_000))
        #expect(outcome.memory > 0 && outcome.memory < formula(concurrency: 2, batch: 2_000_000), "\(outcome)")
    }

    /// Nothing is smaller compressed, and answers are late, so that the window is full all the time. The service rejects
    /// such events, so that their lines stand in the rejects file too.
    @Test func `lines that are longer than a batch do not fill the window`() async throws {
        let padding = noise(5_000_000)
        let text = (1...16).map { Event.line($0, value: "\"\(padding)\"") + "\n" }.joined()
        let limits = ["--concurrency", "4", "--batch-bytes", "1MB", "--max-line-bytes", "16MB"]
        let stimulus = Case(.file(Array(text.utf8)), limits).with { stimulus in
            stimulus.service.latency = .milliseconds(100) ... .milliseconds(100)
            stimulus.service.keepEvents = false
            stimulus.converges = false
        }
        let outcome = try await stimulus.gives(exit: 65, .rejected(16, "validation"))
        let most = formula(concurrency: 4, batch: 1_000_000, line: 16_000_000)
        #expect(outcome.memory > 0 && outcome.memory < most, "\(outcome.memory), more than \(most)")
    }

    /// The run before had the largest window that there is.
    @Test func `small batches after a large window are not held without bound`() async throws {
        let numbers = 1...200_000
        let stimulus = Case(
            .file(Array(numbers.map { Event.line($0) + "\n" }.joined().utf8)),
            ["--resume", "--batch-events", "1", "--batch-bytes", "1MB", "--concurrency", "1"],
            faults: [.request(.always, .status(401))]
        )
        try await Chain.with(stimulus.service) { chain in
            let rows = numbers.map {
                #"{"line":\#($0),"status":"undelivered","insert_id":"id-\#($0)","reason":"stopped"}"# + "\n"
            }
            try chain.directory.write(rows.joined(), to: "report.ndjson")
            try chain.directory.write(Event.lines(numbers), to: "report.pending.ndjson")
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .exit(77), "\(outcome.ending)")
            let most = formula(concurrency: 1, batch: 1_000_000)
            #expect(outcome.memory > 0 && outcome.memory < most, "\(outcome.memory), more than \(most)")
        }
    }

    /// In bytes. The formula is that of the program as users have it: the code of a debug build takes 12 MB more, which an
    /// import of two lines shows.
    private func formula(concurrency: Int, batch: Int, line: Int = 1 << 20) -> Int {
        32_000_000 + 3 * (concurrency + 2) * batch + line + (Binary.isDebugBuild ? 12_000_000 : 0)
    }
}
