public import Logging

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// How events are read, delivered and reported; the defaults are the documented ones.
///
/// `withImporter` checks the values and throws `ImportError.invalidOption` for the first one that is out of its range.
public struct ImportOptions: Sendable {
    /// Requests in flight, 1 to 100. The service recommends 10 to 20:
    /// https://docs.mixpanel.com/reference/import-events
    public var concurrency = 10
    /// zlib's, 1 (fast) to 9 (small). 6, because the network is what is scarce: one core compresses 90 MB/s at it,
    /// nearly three times what the service takes of a project (2 GB a minute), and bodies are 21 % smaller than at
    /// level 1, 13 % than at 3, which take half the processor time. Measured on 238 MB of events.
    public var compressionLevel = 6
    /// How lines become batches.
    public var batches = BatchLimits()
    /// What happens to an event without an `$insert_id`.
    public var insertID = InsertIDPolicy.derive
    /// The most that is sent; nil: as much as the service takes before it throttles.
    public var rate: ImportRate? = .documented
    /// How patiently batches are delivered.
    public var retry = RetryPolicy()
    /// How connections are made.
    public var transport = TransportOptions()
    /// How long requests in flight may finish once a run stops before its input ends; zero or more. A deadline and the
    /// cancellation of the task do not wait for it. Nor does `importEvents` when `retry.giveUpAfter` is over.
    public var grace = Duration.seconds(10)
    /// Stop after this many rejected lines, at least 1.
    public var maxRejects: Int?
    /// Read no more than so many lines, at least 1. What ends there has not gone wrong: a resumed run goes on.
    public var lineLimit: Int?
    /// Another number of lines at the end of the input is `ImportEnding.otherLineCount`; zero or more.
    public var expectedLines: Int?
    /// How often `onUpdate` is told about progress, more than zero; nil: never.
    public var progressInterval: Duration?
    /// Is told what an operator wants to know: answers other than 200 as `info` (others as `debug`), outages as
    /// `warning`, the cause of an early end as `error`. The text of an answer can quote an event; credentials are never
    /// logged.
    public var logger: Logger?
    /// What the bytes of the input are, and how they become lines.
    package var format = FormatOptions()
    /// What a line becomes; nil: it is the event.
    package var mapping: EventMapping?
    /// Whether a validation checks the service's documented rules, too.
    package var checksServiceRules = true
    /// Whether a validation makes a forecast of the import.
    package var foretells = false
    /// Whether events are counted by name and day, and some looked at for advice.
    package var observes = false
    /// For all that is random: waits before retries.
    package var seed = UInt64.random(in: 0...UInt64.max)

    /// The documented defaults.
    public init() {}

    /// Batches that are read and not yet in the report.
    var window: Int { WindowLimits.batches(concurrency: concurrency) }

    package static let mostConcurrency = WindowLimits.mostConcurrency
}

extension ImportOptions {
    /// Batches that a window of the rate has room for: a larger one would go all the same, and exceed it.
    var limits: BatchLimits {
        var limits = batches
        if let rate { limits.events = min(limits.events, rate.events) }
        return limits
    }

    /// How lines become what is sent. A validation goes by the service's documented rules, as of now.
    func preparation(isValidation: Bool) -> Preparation {
        var preparation = Preparation()
        preparation.maxLineBytes = batches.lineBytes
        preparation.insertID = insertID
        preparation.mapping = mapping
        if observes { preparation.observesAt = Int64(time(nil)) }
        if isValidation, checksServiceRules {
            preparation.checksServiceRulesAt = Int64(time(nil))
            if foretells { preparation.foretellsAtLevel = compressionLevel }
        }
        return preparation
    }

    func check() throws(ImportError) {
        try check(1...Self.mostConcurrency ~= concurrency, "concurrency", "1 to \(Self.mostConcurrency)")
        try check(1...9 ~= compressionLevel, "compressionLevel", "1 to 9")
        let events = ServiceLimits.eventsPerRequest
        try check(1...events ~= batches.events, "batches.events", "1 to \(events), the service's limit")
        try check(1...ServiceLimits.bodyBytes ~= batches.bytes, "batches.bytes", "1 to 10 MiB")
        try check(1...(1 << 30) ~= batches.lineBytes, "batches.lineBytes", "1 to 1 GiB")
        try check(batches.delay >= .zero, "batches.delay", "0 or more")
        try check(retry.delay > .zero, "retry.delay", "more than 0")
        try check(retry.timeout > .zero, "retry.timeout", "more than 0")
        try check(retry.maxAttempts ?? 1 >= 1, "retry.maxAttempts", "1 or more, or nil for no limit")
        try check(retry.giveUpAfter.map { $0 > .zero } ?? true, "retry.giveUpAfter", "more than 0, or nil for never")
        try check(grace >= .zero, "grace", "0 or more")
        if let rate {
            let isPossible = rate.events >= 1 && rate.bytes >= 1 && rate.window > .zero
            try check(isPossible, "rate", "at least 1 event and 1 byte in a window of more than 0")
        }
        try check(maxRejects ?? 1 >= 1, "maxRejects", "1 or more")
        try check(lineLimit ?? 1 >= 1, "lineLimit", "1 or more")
        try check(expectedLines ?? 0 >= 0, "expectedLines", "0 or more")
        try check(progressInterval.map { $0 > .zero } ?? true, "progressInterval", "more than 0")
    }

    private func check(_ holds: Bool, _ name: String, _ rule: String) throws(ImportError) {
        if !holds { throw .invalidOption(name: name, rule: rule) }
    }
}
