import Foundation
import MixpanelSandbox
import Testing

/// A process that handles one request, imports its events, answers, and is killed the moment that its answer is read:
/// what it called imported is on the server.
@Suite struct KilledFunctionTests {
    /// More of them by hand.
    private static let rounds = ProcessInfo.processInfo.environment["MIXPORT_KILLS"].flatMap { Int($0) } ?? 20
    private static let events = 40
    private static let path = URL(fileURLWithPath: Binary.path).deletingLastPathComponent()
        .appendingPathComponent("function-example").path

    @Test func `every event that it called imported is on the server`() async throws {
        var configuration = SandboxConfiguration()
        // Some batches are kept and their answers lost, some are refused for a while.
        configuration.faults = [
            .request(.every(5), .reset, commit: true), .request(.every(7), .status(503)),
        ]
        try await Sandbox.withServer(configuration) { sandbox in
            for round in 0..<Self.rounds {
                let ids = try await Self.importedIDs(of: round, by: sandbox.url)
                let ledger = try await sandbox.ledger
                #expect(ids.count == Self.events, "round \(round)")
                let missing = ids.filter { ledger.count(of: $0) == 0 }
                #expect(missing.isEmpty, "round \(round)")
            }
        }
    }

    private static func importedIDs(of round: Int, by url: String) async throws -> [String] {
        let (request, answer) = (try Pipe(), try Pipe())
        let launch = Child.Launch(
            command: [path, url],
            environment: ["PATH": "/usr/bin:/bin"],
            directory: "/",
            descriptors: [request.reading, answer.writing, open("/dev/null", O_WRONLY | O_CLOEXEC)]
        )
        let child = try Child(launch)
        let writer = Writer(request.writing)
        let first = round * events + 1
        await writer.write(Array((Event.lines(first...(first + events - 1)) + "\n").utf8))
        let text = await onThread {
            var text: [UInt8] = []
            var byte: UInt8 = 0
            while read(answer.reading, &byte, 1) == 1, byte != UInt8(ascii: "\n") { text.append(byte) }
            child.signal(SIGKILL)
            return String(decoding: text, as: UTF8.self)
        }
        let (ending, _) = await child.ended()
        close(answer.reading)
        #expect(ending == .signal(SIGKILL), "round \(round)")
        return text.split(separator: " ").map(String.init)
    }
}
