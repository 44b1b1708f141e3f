/// What a run can be told; the defaults are the documented ones.
public struct ImportOptions: Sendable {
    /// Requests in flight, 1 to 100. The service recommends 10 to 20:
    /// https://docs.mixpanel.com/reference/import-events
    public var concurrency = 10
    /// zlib's, 1 to 9. 6, because the network is what is scarce: one core compresses 90 MB/s at it, nearly three times
    /// what the service takes of a project (2 GB a minute), and bodies are 21 % smaller than at level 1, 13 % than at 3,
    /// which take half the processor time. Measured on 238 MB of events.
    public var compressionLevel = 6
    public var retry = RetryPolicy()
    public var transport = TransportOptions()
    /// Stop after this many rejected lines.
    public var maxRejects: Int?
    /// How often `onUpdate` is told about progress.
    public var progressInterval: Duration?
    package var batches = BatchLimits()
    package var preparation = Preparation()
    package var rateLimiter = RateLimiter.Limit?.some(.documented)
    package var seed = UInt64.random(in: 0...UInt64.max)

    public init() {}

    /// Batches that are read and not yet in the report. This one number bounds requests, memory and reordering:
    /// one for every request in flight, one being read and one whose rows wait for an earlier batch.
    var window: Int { Self.window(concurrency: concurrency) }

    static func window(concurrency: Int) -> Int { concurrency + 2 }
    package static let mostConcurrency = 100
}
