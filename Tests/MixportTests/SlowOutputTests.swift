import Foundation
import MixpanelSandbox
import Testing

/// A disk, or a reader of raw lines, that does not take what it is given.
@Suite struct SlowOutputTests {
    /// More than a terminal holds that nobody reads.
    private static let bad = String(repeating: "{" + String(repeating: "x", count: 200) + "\n", count: 100)

    /// The rejects go to a terminal, whose writer waits for as long as it is not read.
    @Test func `while a write is stuck, batches are sent and a signal is answered`() async throws {
        let terminal = try PseudoTerminal()
        let path = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(terminal.terminal)")
        let acts: [Action] = [
            .write(Self.bad), .write(Event.lines(101...400)),
            // Of lines that come after those that cannot be written: as many batches as the window holds.
            .wait(.requests(2)), .signal(SIGTERM), .wait(.said("stopping on signal")),
            .perform { stage in
                #expect(stage.directory.lineCount(stage.report) == 0)
                close(terminal.terminal)
                Thread.detachNewThread { Self.drain(terminal.controlling) }
            },
            .hold,
        ]
        let arguments = ["--rejects", path, "--batch-events", "100", "--max-delay", "20ms"]
        let stimulus = Case(.script(acts), arguments)
        try await Chain.with(stimulus.service) { chain in
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(outcome.ending == .signal(SIGTERM), "\(outcome)")
            #expect(outcome.rows.count >= 300 && outcome.count(.rejected) == 100, "\(outcome)")
            #expect(outcome.rows.map(\.line) == Array(1...outcome.rows.count), "\(outcome)")
        }
    }

    private static func drain(_ descriptor: Int32) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while read(descriptor, &buffer, buffer.count) > 0 {}
        close(descriptor)
    }
}
