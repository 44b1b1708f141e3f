extension Importer {
    /// Imports events, each the text of a JSON object in bytes, and returns once every one of them has its verdict:
    /// nothing is left to do when the caller goes on, or its process ends.
    ///
    /// The results are those of the events in their order, always as many: `.imported`, or `.valid` in a validation;
    /// `.rejected` (sending again will not help); `.undelivered` or `.unknown` (`Verdict.isPending`: safe to send
    /// again); `.blank`. Whatever the network or the service does, nothing is thrown.
    ///
    /// The call is bounded: within 100 ms of `deadline`, of the cancellation of its task, or of the end of
    /// `RetryPolicy.giveUpAfter`, whichever comes first, it returns. What was sent and has no answer is then
    /// `.unknown`, what was not sent is `.undelivered`, both for the reason `.stopped`.
    public nonisolated(nonsending) func importEvents(
        _ events: some Sequence<some Sequence<UInt8>>,
        deadline: ContinuousClock.Instant? = nil
    ) async -> [EventResult] {
        let events = events.map { Array($0) }
        return await importEvents(EventInput(count: events.count, limits: options.limits) { events[$0] }, deadline)
    }

    /// Imports events, each the text of a JSON object; otherwise as with bytes.
    public nonisolated(nonsending) func importEvents(
        _ events: some Sequence<some StringProtocol>,
        deadline: ContinuousClock.Instant? = nil
    ) async -> [EventResult] {
        await importEvents(events.lazy.map(\.utf8), deadline: deadline)
    }

    /// Imports events, each encoded as a JSON object with the members `event` and `properties`; otherwise as with
    /// bytes.
    ///
    /// Dates become whole milliseconds since 1970, as the service takes them. An event that cannot be encoded is
    /// rejected, with what the encoder says as its message.
    public nonisolated(nonsending) func importEvents<Event: Encodable & Sendable>(
        encoding events: some Sequence<Event>,
        deadline: ContinuousClock.Instant? = nil
    ) async -> [EventResult] {
        let events = Array(events)
        let input = EventInput(count: events.count, limits: options.limits) { try EventEncoder.bytes(of: events[$0]) }
        return await importEvents(input, deadline)
    }

    private nonisolated(nonsending) func importEvents(
        _ input: EventInput,
        _ deadline: ContinuousClock.Instant?
    ) async -> [EventResult] {
        let list = VerdictList(count: input.count)
        let settings = RunSettings(options: options, deadline: deadline, graceAfterOutage: .zero)
        _ = await perform(settings, on: input, into: list, stop: StopHandle(), onUpdate: { _ in })
        var results = await list.results
        for (index, message) in await input.unencodable {
            results[index].verdict = Verdict(.rejected, by: .mixport, .notJSON, message)
        }
        return results
    }
}
