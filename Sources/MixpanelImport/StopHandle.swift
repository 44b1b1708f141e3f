/// Asks one run to stop before its input ends, from any task.
///
/// A program that traps signals calls `stop()` for each of them.
public struct StopHandle: Sendable {
    private let requests: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    /// A handle for one run; it has no effect on another.
    public init() {
        (requests, continuation) = AsyncStream.makeStream()
    }

    /// The first call ends reading, and lets requests in flight finish within `ImportOptions.grace`; the second one
    /// abandons them. Does not wait.
    public func stop() {
        continuation.yield()
    }

    /// Waits for the next request to stop; false when the waiting task is cancelled.
    func next() async -> Bool {
        for await _ in requests { return true }
        return false
    }
}
