import Foundation
import LibraryExample
import MixpanelImport
import MixpanelSandbox
import SystemPackage
import Testing

/// A call on the library ends soon after the first of its bounds, with one verdict an event, whatever the server does.
///
/// How soon cannot be asked of a busy machine: the limit here is below the 60 s that a request may take otherwise, and the
/// bound leaves time to send the first requests.
@Suite(.takesTurns) struct LibraryBoundTests {
    private static let limit = Duration.seconds(45)
    private static let bound = Duration.seconds(5)
    private static let events = (1...50).map { Event.line($0) }
    private static let silence = [FaultRule.request(.always, .hang)]
    private static let refusals = [FaultRule.request(.always, .rateLimited())]

    /// Batches of ten, one at a time.
    private static var options: ImportOptions {
        var options = ImportOptions()
        options.batches.events = 10
        options.concurrency = 1
        return options
    }

    private static func statuses(
        _ faults: [FaultRule],
        _ options: ImportOptions = options,
        within bound: Bound
    ) async throws -> [Verdict] {
        var configuration = SandboxConfiguration()
        configuration.faults = faults
        return try await Sandbox.withServer(configuration) { sandbox in
            let project = try LibraryTests.project(at: sandbox.url)
            let (results, duration) = try await importEvents(events, into: project, options, within: bound)
            #expect(duration < limit, "\(duration)")
            try #require(results.count == events.count)
            return results.map(\.verdict)
        }
    }

    /// The first batch with one status, the second with another, all others with a third.
    private static func batches(_ statuses: [Verdict.Status]) -> [Verdict.Status] {
        (0..<events.count).map { statuses[min($0 / 10, statuses.count - 1)] }
    }

    private static var impatient: ImportOptions {
        var options = options
        options.retry.giveUpAfter = bound
        return options
    }

    @Test(arguments: [Bound.deadline(bound), .cancellation(bound)])
    func `a silent server`(bound: Bound) async throws {
        let verdicts = try await Self.statuses(Self.silence, within: bound)
        #expect(verdicts.map(\.status) == Self.batches([.unknown, .undelivered]))
        #expect(verdicts.allSatisfy { $0.reason == .stopped })
    }

    @Test func `a silent server, and patience that is shorter than a request may take`() async throws {
        let verdicts = try await Self.statuses(Self.silence, Self.impatient, within: .options)
        #expect(verdicts.map(\.status) == Self.batches([.unknown, .undelivered]))
    }

    @Test(arguments: [Bound.deadline(bound), .cancellation(bound)])
    func `a 429 without end`(bound: Bound) async throws {
        let verdicts = try await Self.statuses(Self.refusals, within: bound)
        #expect(verdicts.map(\.status) == Self.batches([.undelivered]))
        #expect(verdicts[0].code == 429)
    }

    @Test func `a 429 without end, and little patience`() async throws {
        let verdicts = try await Self.statuses(Self.refusals, Self.impatient, within: .options)
        #expect(verdicts.map(\.status) == Self.batches([.undelivered]))
    }

    @Test(arguments: [Bound.deadline(bound), .cancellation(bound)])
    func `a bound in the middle of a batch`(bound: Bound) async throws {
        let fault = FaultRule.request(.contains("\"id-15\""), .hang)
        let verdicts = try await Self.statuses([fault], within: bound)
        #expect(verdicts.map(\.status) == Self.batches([.imported, .unknown, .undelivered]), "\(verdicts[10])")
    }

    @Test func `a call in a task that is cancelled already`() async throws {
        let verdicts = try await Self.statuses([], within: .cancellation(.zero))
        #expect(verdicts.allSatisfy { [.imported, .unknown, .undelivered].contains($0.status) })
    }

    @Test func `a deadline that has passed`() async throws {
        let verdicts = try await Self.statuses([], within: .deadline(.seconds(-1)))
        #expect(verdicts.map(\.status) == Self.batches([.undelivered]))
    }

    /// Also where a line has begun, whose rest a stop waits for.
    @Test(arguments: [Bound.deadline(bound), .cancellation(bound)], ["", Event.line(1) + "\n", #"{"event""#])
    func `an idle input`(bound: Bound, text: String) async throws {
        try await Sandbox.withServer { sandbox in
            let pipe = try Pipe()
            defer { for end in [pipe.reading, pipe.writing] { _ = close(end) } }
            _ = Array(text.utf8).withUnsafeBytes { write(pipe.writing, $0.baseAddress, $0.count) }
            let project = try LibraryTests.project(at: sandbox.url)
            let (result, duration) = try await WorkDirectory.with { directory in
                try await importLines(
                    of: FileDescriptor(rawValue: pipe.reading),
                    into: project,
                    report: directory.path("report.ndjson"),
                    within: bound
                )
            }
            #expect(duration < Self.limit, "\(duration)")
            #expect(!result.isComplete)
            #expect(result.counts.lines == (text.hasSuffix("\n") ? 1 : 0))
            if case .cancellation = bound {
                #expect(result.ending == .cancelled)
            } else {
                #expect(result.stopCause == .deadline)
                #expect(result.ending == .pending)
            }
        }
    }
}
