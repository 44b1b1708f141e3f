/// How much is read ahead of what is written. This one number bounds requests, memory and reordering.
enum WindowLimits {
    /// Requests in flight, at most.
    static let mostConcurrency = 100

    /// Batches: one for every request in flight, one being read and one whose rows wait for an earlier batch.
    static func batches(concurrency: Int) -> Int { concurrency + 2 }

    /// Lines in the largest window.
    static let mostLines = batches(concurrency: mostConcurrency) * ServiceLimits.eventsPerRequest
}
