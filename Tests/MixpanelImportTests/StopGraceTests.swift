import Foundation
import MixpanelImport
import Synchronization
import Testing

/// What is in flight at a signal may finish for ten seconds; a second signal does not wait.
@Suite struct StopGraceTests {
    /// A server with one request under way, and the signals that come meanwhile.
    private final class Scene: Sendable {
        private let underway = Mutex(false)
        private let left: Mutex<Int>
        private let signalledAt = Mutex<ContinuousClock.Instant?>(nil)

        init(signals: Int) {
            left = Mutex(signals)
        }

        func server(answersAfter seconds: Double) throws -> LoopbackServer {
            try LoopbackServer { _ in
                self.underway.withLock { $0 = true }
                Thread.sleep(forTimeInterval: seconds)
                return LoopbackServer.response(200, #"{"code":200,"num_records_imported":1,"status":"OK"}"#)
            }
        }

        /// Once the request is under way.
        func signal() async -> Int32? {
            while !underway.withLock({ $0 }) || left.withLock({ $0 }) == 0 {
                guard (try? await Task.sleep(for: .milliseconds(20))) != nil else { return nil }
            }
            left.withLock { $0 -= 1 }
            signalledAt.withLock { $0 = .now }
            return 2
        }

        /// Since the latest signal.
        var elapsed: Duration { signalledAt.withLock { $0.map { .now - $0 } ?? .zero } }
    }

    @Test func `an answer that comes soon after the signal counts`() async throws {
        let run = try ReportRun()
        let scene = Scene(signals: 1)
        let server = try scene.server(answersAfter: 2)
        let result = try await run.run(ReportRun.event("a"), project: server.project, signals: scene.signal)
        #expect(result.counts.imported == 1)
        #expect(result.stopCause == .signal(2))
    }

    @Test func `an answer that does not come is waited for no longer than ten seconds`() async throws {
        let run = try ReportRun()
        let scene = Scene(signals: 1)
        let server = try scene.server(answersAfter: 40)
        let result = try await run.run(ReportRun.event("a"), project: server.project, signals: scene.signal)
        // A busy machine wakes late.
        #expect(Duration.milliseconds(9_900)...(.seconds(30)) ~= scene.elapsed)
        #expect(result.counts.unknown == 1)
        #expect(try run.contents("report.pending.ndjson") == ReportRun.event("a"))
    }

    @Test func `a second signal abandons what is in flight`() async throws {
        let run = try ReportRun()
        let scene = Scene(signals: 2)
        let server = try scene.server(answersAfter: 40)
        let result = try await run.run(ReportRun.event("a"), project: server.project, signals: scene.signal)
        #expect(scene.elapsed < .seconds(9))
        #expect(result.counts.unknown == 1)
    }
}
