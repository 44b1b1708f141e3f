import Foundation
import MixpanelImport
import Synchronization
import Testing

/// What is in flight when a stop is requested may finish for ten seconds; a second request does not wait.
@Suite struct StopGraceTests {
    /// A server with one request under way, and the requests to stop that come meanwhile.
    private final class Scene: Sendable {
        let stop = StopHandle()
        private let underway = Mutex(false)
        private let stops: Int
        private let stoppedAt = Mutex<ContinuousClock.Instant?>(nil)

        init(stops: Int) {
            self.stops = stops
        }

        func server(answersAfter seconds: Double) throws -> LoopbackServer {
            try LoopbackServer { _ in
                self.underway.withLock { $0 = true }
                Thread.sleep(forTimeInterval: seconds)
                return LoopbackServer.response(200, #"{"code":200,"num_records_imported":1,"status":"OK"}"#)
            }
        }

        /// Once the request is under way.
        func play() async throws {
            while !underway.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(20)) }
            for _ in 0..<stops {
                stoppedAt.withLock { $0 = .now }
                stop.stop()
                try await Task.sleep(for: .milliseconds(20))
            }
        }

        func run(_ run: ReportRun, answersAfter seconds: Double) async throws -> ImportResult {
            let server = try server(answersAfter: seconds)
            async let playing: Void = play()
            let result = try await run.run(ReportRun.event("a"), project: server.project, stop: stop)
            try await playing
            return result
        }

        /// Since the latest request to stop.
        var elapsed: Duration { stoppedAt.withLock { $0.map { .now - $0 } ?? .zero } }
    }

    @Test func `an answer that comes soon after the stop counts`() async throws {
        let run = try ReportRun()
        let scene = Scene(stops: 1)
        let result = try await scene.run(run, answersAfter: 2)
        #expect(result.counts.imported == 1)
        #expect(result.stopCause == .requested)
        #expect(result.ending == .requested)
    }

    @Test func `an answer that does not come is waited for no longer than ten seconds`() async throws {
        let run = try ReportRun()
        let scene = Scene(stops: 1)
        let result = try await scene.run(run, answersAfter: 40)
        // A busy machine wakes late.
        #expect(Duration.milliseconds(9_900)...(.seconds(30)) ~= scene.elapsed)
        #expect(result.counts.unknown == 1)
        #expect(try run.contents("report.pending.ndjson") == ReportRun.event("a"))
    }

    @Test func `a second request to stop abandons what is in flight`() async throws {
        let run = try ReportRun()
        let scene = Scene(stops: 2)
        let result = try await scene.run(run, answersAfter: 40)
        #expect(scene.elapsed < .seconds(9))
        #expect(result.counts.unknown == 1)
    }
}
