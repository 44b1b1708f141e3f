/// Puts lines into batches, within limits of lines, of bytes and of the time that a line waits for others.
package struct Batcher {
    private let limits: BatchLimits
    private var batch = Batch()
    /// Memory of batches that have been dealt with. Memory that is new for each batch comes in pages that the system has
    /// to find and to clear, which costs as much as cutting its lines.
    private var spares: [[UInt8]] = []
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
            let bytes = batch.bytes.count
            batch = Batch()
            batch.bytes = memory(for: bytes)
            oldest = nil
        }
        return batch
    }

    /// Takes the bytes of a batch that nobody needs any more, for one of the next.
    package mutating func reuse(_ bytes: [UInt8]) {
        spares.append(bytes)
    }

    /// The next batch will have about the size of the last one: with a little more it need not grow, which would double
    /// it. The latest spare waits for one more batch: whoever gave it may still hold it now, and it would be copied.
    private mutating func memory(for bytes: Int) -> [UInt8] {
        var memory: [UInt8] = []
        if spares.count > 1 {
            memory = spares.removeFirst()
            memory.removeAll(keepingCapacity: true)
        } else {
            memory.reserveCapacity(min(bytes + bytes / 16, limits.bytes))
        }
        return memory
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
