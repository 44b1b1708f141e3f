import Synchronization
import UnixSignals

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// INT, TERM and HUP as something to wait for, again and again.
final class Signals: Sendable {
    private let stream: AsyncStream<Int32>
    private let firstNumber = Atomic<Int32>(0)

    private init(_ stream: AsyncStream<Int32>) {
        self.stream = stream
    }

    /// The first one that came, which is how a program that stops for signals ends.
    var first: Int32? {
        let number = firstNumber.load(ordering: .sequentiallyConsistent)
        return number == 0 ? nil : number
    }

    /// Traps the signals for as long as `body` runs, and calls `onSignal` for each. One that the parent had ignored, as
    /// `nohup` does, stays ignored.
    nonisolated(nonsending) static func trapping<Result>(
        onSignal: @escaping @Sendable () -> Void = {},
        _ body: nonisolated(nonsending) (Signals) async throws -> Result
    ) async rethrows -> Result {
        let sequence = await UnixSignalsSequence(trapping: [.sigint, .sigterm, .sighup].filter { !isIgnored($0) })
        // The sequence allows a single iteration, the stream one for each wait.
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        let signals = Signals(stream)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await signal in sequence {
                    let number = signal.rawValue
                    _ = signals.firstNumber.compareExchange(
                        expected: 0,
                        desired: number,
                        ordering: .sequentiallyConsistent
                    )
                    continuation.yield(number)
                    onSignal()
                }
            }
            defer { group.cancelAll() }
            return try await body(signals)
        }
    }

    private static func isIgnored(_ signal: UnixSignal) -> Bool {
        var action = sigaction()
        guard sigaction(signal.rawValue, nil, &action) == 0 else { return false }
        #if canImport(Glibc)
        let handler = action.__sigaction_handler.sa_handler
        #elseif canImport(Musl)
        let handler = action.__sa_handler.sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// nil when the waiting was cancelled.
    func next() async -> Int32? {
        for await signal in stream { return signal }
        return nil
    }
}
