/// Puts lines into batches, within limits of lines, of bytes and of the time that a line waits for others.
package struct Batcher {
    private let limits: BatchLimits
    private var batch = Batch()
    /// When the oldest line of the batch was added.
    private var oldest: ContinuousClock.Instant?

    package init(_ limits: BatchLimits) {
        self.limits = limits
    }

    package var isEmpty: Bool { batch.isEmpty }

    /// When the batch is to go out, full or not.
    package var deadline: ContinuousClock.Instant? { oldest?.advanced(by: limits.delay) }

    /// Adds a line, with its `\n`. Returns the batch that it completes, or that had no room for it.
    package mutating func add(
        _ line: UnsafeRawBufferPointer,
        number: Int,
        mayBeHeld: Bool = false,
        fault: Verdict? = nil
    ) -> Batch? {
        let full = hasRoom(for: line.count) ? nil : take()
        if batch.isEmpty { oldest = .now }
        batch.append(line, number: number)
        if mayBeHeld { batch.mayBeHeld = true }
        if let fault { batch.faults[batch.count - 1] = fault }
        return batch.count == limits.events ? take() : full
    }

    /// The lines that wait for others.
    package mutating func take() -> Batch? {
        guard !batch.isEmpty else { return nil }
        defer {
            // The next batch will have about this size.
            let bytes = min(batch.bytes.count, limits.bytes)
            batch = Batch()
            batch.bytes.reserveCapacity(bytes)
            oldest = nil
        }
        return batch
    }

    package mutating func removeAll() {
        _ = take()
    }

    /// Counts an id spliced into every line: only the scan of the batch tells which ones have theirs. A line that is
    /// longer than a batch may be goes alone.
    private func hasRoom(for bytes: Int) -> Bool {
        batch.isEmpty
            || batch.bytes.count + bytes + (batch.count + 1) * InsertID.spliceBytes <= limits.bytes
    }
}
