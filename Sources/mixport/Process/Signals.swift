import Glibc
import UnixSignals

/// INT, TERM and HUP as something to wait for, again and again.
struct Signals: Sendable {
    private let stream: AsyncStream<Int32>

    /// Traps the signals for as long as `body` runs. One that the parent had ignored, as `nohup` does, stays ignored.
    nonisolated(nonsending) static func trapping<Result>(
        _ body: nonisolated(nonsending) (Signals) async throws -> Result
    ) async rethrows -> Result {
        let sequence = await UnixSignalsSequence(trapping: [.sigint, .sigterm, .sighup].filter { !isIgnored($0) })
        // The sequence allows a single iteration, the stream one for each wait.
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await signal in sequence { continuation.yield(signal.rawValue) }
            }
            defer { group.cancelAll() }
            return try await body(Signals(stream: stream))
        }
    }

    private static func isIgnored(_ signal: UnixSignal) -> Bool {
        var action = sigaction()
        guard sigaction(signal.rawValue, nil, &action) == 0 else { return false }
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// nil when the waiting was cancelled.
    func next() async -> Int32? {
        for await signal in stream { return signal }
        return nil
    }
}
