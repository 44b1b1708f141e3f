import Foundation
import MixpanelSandbox
import Testing

/// Streams that nobody reads do not hold up an import.
@Suite struct StreamTests {
    private static let inputs: [(text: String, exit: Int32, rejected: Amount)] = [
        (Event.lines(500), 0, 0), (Event.lines(500) + "{\n", 65, 1),
    ]

    /// What is said when nobody can read it is not checked.
    private static func shell(_ script: String) -> [String] { ["/bin/bash", "-c", script + #"; exec "$@""#, "bash"] }

    @Test(arguments: inputs.indices) func `standard output that nobody reads is noted, and changes nothing`(
        index: Int
    ) async throws {
        let (text, exit, rejected) = Self.inputs[index]
        let stimulus = Case(text, "--json", "--batch-events", "100").with { stimulus in
            // The other end of the pipe is gone before the program starts.
            stimulus.launcher = Self.shell("exec 1> >(exit 0); wait $!")
            stimulus.standardOutput = "/dev/null"
        }
        let outcome = try await stimulus.gives(exit: exit, .imported(500), .rejected(rejected), requests: 5)
        #expect(outcome.standardError.contains("standard output"), "\(outcome)")
    }

    @Test(arguments: inputs.indices) func `standard error that is closed changes nothing`(index: Int) async throws {
        let (text, exit, rejected) = Self.inputs[index]
        let stimulus = Case(text, "--json", "-v", "--batch-events", "100").with { stimulus in
            stimulus.launcher = ["/bin/sh", "-c", #"exec "$@" 2>&-"#, "sh"]
        }
        let outcome = try await stimulus.gives(exit: exit, .imported(500), .rejected(rejected), requests: 5)
        #expect(outcome.errors.isEmpty)
        let names = ["report.ndjson"] + (exit == 65 ? ["report.rejects.ndjson"] : [])
        #expect(outcome.modes.keys.sorted() == names)
    }

    /// The pipe is full before the program starts, and has no reader but the program itself.
    private static let fullPipe = shell(
        "mkfifo pipe && exec 2<>pipe; dd if=/dev/zero of=pipe oflag=nonblock bs=1024 count=2000 2>/dev/null"
    )

    @Test(arguments: inputs.indices, [["-v"], ["--progress", "plain"]])
    func `standard error that is a full pipe holds up nothing`(index: Int, arguments: [String]) async throws {
        let (text, exit, rejected) = Self.inputs[index]
        let own = ["--json", "--batch-events", "5"] + arguments
        let stimulus = Case(.bytes(Array(text.utf8)), own).with { $0.launcher = Self.fullPipe }
        try await stimulus.gives(exit: exit, .imported(500), .rejected(rejected), requests: 100)
    }

    @Test func `a summary that nobody reads holds up nothing`() async throws {
        for faults in [[], [FaultRule.request(.from(3), .status(401))]] {
            var stimulus = Case(Event.lines(500), "--batch-events", "100", faults: faults)
            stimulus.launcher = Self.fullPipe
            let outcome = try await Chain.with(stimulus.service) { [stimulus] chain in
                try await stimulus.run(in: chain.directory, against: chain.sandbox)
            }
            #expect(outcome.ending == .exit(faults.isEmpty ? 0 : 77), "\(outcome)")
            #expect(outcome.count(.imported) == (faults.isEmpty ? 500 : 200), "\(outcome)")
        }
    }
}
