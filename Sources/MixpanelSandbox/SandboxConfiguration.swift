internal import MixpanelImport

package struct SandboxConfiguration: Sendable {
    /// How `failed_records` name the id; the service's own documentation has the first two.
    package enum InsertIDSpelling: Sendable {
        case plain
        case dollar
        case absent
    }

    package var host = "127.0.0.1"
    /// 0 picks a free one.
    package var port = 0
    package var tls: SandboxTLS?

    /// Others get a 401. Nil accepts all that are well-formed.
    package var credentials: BasicAuth?
    package var maximumEvents = ServiceLimits.eventsPerRequest
    /// Uncompressed.
    package var maximumBodyBytes = ServiceLimits.bodyBytes
    package var rateLimit: RateLimit?
    /// Refuses batches that hold `$identify`, `$create_alias` or `$merge`.
    package var simplifiedIdentity = false
    package var insertIDSpelling = InsertIDSpelling.plain

    package var faults: [FaultRule] = []
    /// For all that is random.
    package var seed: UInt64 = 1
    /// Before each answer, drawn evenly from this range.
    package var latency: ClosedRange<Duration> = .zero ... .zero
    /// The last one answers with `Connection: close`.
    package var requestsPerConnection: Int?

    /// The ledger tells events that are distinct from those that came again, and holds their ids, about 150 bytes each.
    package var remembersIDs = true
    /// Keeps the bytes of all stored events, which `GET /export` then gives as the service's raw export does.
    package var keepEvents = false
    /// An event is in the export this long after it was stored.
    package var exportDelay = Duration.zero
    /// The part, 0 to 1, of all events that are stored for the first time and are never in the export. One that is sent
    /// again is there.
    package var exportLoss = 0.0
    /// Keeps the body of each logged request as it travelled.
    package var keepBodies = false
    /// The log holds this many of the latest requests.
    package var logLength = 10_000

    package init() {}
}
