extension Importer {
    /// Imports events that are at hand, for servers and functions, and returns once every one of them has its verdict:
    /// nothing is left to do when the caller goes on, or its process ends.
    ///
    /// `events` are JSON objects, one each, of any number. The verdicts are in their order: `.imported`, `.rejected`
    /// (sending again will not help), `.undelivered` or `.unknown` (safe to send again), `.blank`. Does not throw for
    /// what the network or the service does; where delivery cannot go on, the verdicts say so. Waiting ends with
    /// `options.retry.giveUpAfter`, which belongs well below the time that a function may run.
    public func importEvents(_ events: [[UInt8]]) async throws -> [Verdict] {
        let list = VerdictList()
        let input = EventInput(events, limits: options.batches)
        _ = try await run(next: { await input.next() }, stop: {}, into: list)
        return list.verdicts
    }
}

/// Events from memory, as batches.
private actor EventInput {
    private let events: [[UInt8]]
    private var batcher: Batcher
    private var position = 0

    init(_ events: [[UInt8]], limits: BatchLimits) {
        self.events = events
        batcher = Batcher(limits)
    }

    func next() -> InputStep {
        while position < events.count {
            // Between the tokens of JSON a line break is as good as a space; in NDJSON it is not.
            var line = events[position].map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
            line.append(0x0A)
            position += 1
            let batch = line.withUnsafeBytes { batcher.add($0, number: position) }
            if let batch { return .batch(batch) }
        }
        return batcher.take().map { .batch($0) } ?? .end(.complete(lines: events.count))
    }
}
