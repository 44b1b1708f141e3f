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
    private let limits: BatchLimits
    private var position = 0

    init(_ events: [[UInt8]], limits: BatchLimits) {
        self.events = events
        self.limits = limits
    }

    func next() -> InputStep {
        guard position < events.count else { return .end(.complete(lines: events.count)) }
        var batch = Batch(numbers: .consecutive(from: position + 1))
        while position < events.count, batch.count < limits.events, hasRoom(batch, for: events[position]) {
            // Between the tokens of JSON a line break is as good as a space; in NDJSON it is not.
            batch.bytes.append(contentsOf: events[position].lazy.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 })
            batch.bytes.append(0x0A)
            position += 1
            batch.take(number: position)
        }
        return .batch(batch)
    }

    private func hasRoom(_ batch: Batch, for event: [UInt8]) -> Bool {
        let splices = (batch.count + 1) * InsertID.spliceBytes
        return batch.isEmpty || batch.bytes.count + event.count + 1 + splices <= limits.bytes
    }
}
