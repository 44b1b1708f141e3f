internal import MixpanelImport

/// Where a sandbox listens, what it takes, how it misbehaves, and what it keeps.
public struct SandboxConfiguration: Sendable {
    /// How `failed_records` name the id of an event; the service's own documentation has the first two.
    @nonexhaustive
    public enum InsertIDSpelling: Sendable {
        /// `insert_id`.
        case plain
        /// `$insert_id`.
        case dollar
        /// Not at all.
        case absent
    }

    /// A name or an address of this machine.
    public var host = "127.0.0.1"
    /// 0 to 65,535; 0 picks a free one.
    public var port = 0
    /// nil: plain HTTP.
    public var tls: SandboxTLS?

    /// All others get a 401. nil: any that are well-formed, a bearer token among them.
    public var credentials: BasicAuth?
    /// A request with more events gets a 400; the service takes 2,000:
    /// https://docs.mixpanel.com/reference/import-events
    public var maximumEvents = ServiceLimits.eventsPerRequest
    /// A request with a larger body gets a 413. Uncompressed bytes; the service takes 10 MB:
    /// https://docs.mixpanel.com/troubleshooting/errors/413-payload-too-large
    public var maximumBodyBytes = ServiceLimits.bodyBytes
    /// A request that goes beyond it gets a 429. nil: no limit.
    public var rateLimit: RateLimit?
    /// Refuses batches that hold `$identify`, `$create_alias` or `$merge`, as a project with simplified identity
    /// management does.
    public var simplifiedIdentity = false
    /// How `failed_records` name the id of an event.
    public var insertIDSpelling = InsertIDSpelling.plain

    /// The first one that matches a request, or a connection, plays.
    public var faults: [FaultRule] = []
    /// For all that is random: the same seed and the same requests give the same faults and latencies.
    public var seed: UInt64 = 1
    /// The wait before each answer, drawn evenly from this range.
    public var latency: ClosedRange<Duration> = .zero ... .zero
    /// At least 1; the answer to the last one says `Connection: close`. nil: no limit.
    public var requestsPerConnection: Int?

    /// The ledger tells events that are distinct from those that came again, and holds their ids, about 150 bytes each.
    public var remembersIDs = true
    /// Keeps the bytes of all stored events, which `GET /export` then gives as the service's raw export does.
    public var keepEvents = false
    /// An event is in the export this long after it was stored.
    public var exportDelay = Duration.zero
    /// The part, 0 to 1, of all events that are stored for the first time and are never in the export. One that is sent
    /// again is there.
    public var exportLoss = 0.0
    /// Keeps the body of each logged request as it travelled.
    public var keepBodies = false
    /// The log holds this many of the latest requests.
    public var logLength = 10_000

    /// Plain HTTP on a free port of 127.0.0.1, with the limits of the service and without faults.
    public init() {}
}
