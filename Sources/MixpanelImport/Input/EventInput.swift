internal import Synchronization

/// Events in memory, as batches.
actor EventInput: InputSource {
    nonisolated let count: Int
    private let limits: BatchLimits
    private let event: @Sendable (Int) throws -> [UInt8]
    private var position = 0
    /// Read and did not fit into the batch any more.
    private var held: [UInt8]?
    /// Why an event has no bytes.
    private(set) var unencodable: [Int: String] = [:]
    private let isStopped = Flag()

    /// A flag that any task can raise.
    private final class Flag: Sendable {
        private let value = Atomic(false)

        var isRaised: Bool { value.load(ordering: .relaxed) }

        func raise() { value.store(true, ordering: .relaxed) }
    }

    /// `event` gives the bytes of the event with this index, or throws why it has none.
    init(count: Int, limits: BatchLimits, event: @escaping @Sendable (Int) throws -> [UInt8]) {
        self.count = count
        self.limits = limits
        self.event = event
    }

    nonisolated func stop() {
        isStopped.raise()
    }

    func next() -> InputStep {
        var batch = Batch(numbers: .consecutive(from: position + 1))
        while position < count, batch.count < limits.events, !isStopped.isRaised {
            let event = held.take() ?? bytes(of: position)
            guard hasRoom(batch, for: event) else {
                held = event
                break
            }
            // Between the tokens of JSON a line break is as good as a space; in NDJSON it is not.
            batch.bytes.append(contentsOf: event.lazy.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 })
            batch.bytes.append(0x0A)
            position += 1
            batch.take(number: position)
        }
        if !batch.isEmpty { return .batch(batch) }
        return .end(position < count ? .stopped(lines: position) : .complete(lines: count))
    }

    /// An empty line stands for an event that cannot be encoded.
    private func bytes(of index: Int) -> [UInt8] {
        do {
            return try event(index)
        } catch {
            unencodable[index] = "the event cannot be encoded: \(error)".cutToMessage
            return []
        }
    }

    private func hasRoom(_ batch: Batch, for event: [UInt8]) -> Bool {
        let splices = (batch.count + 1) * InsertID.spliceBytes
        return batch.isEmpty || batch.bytes.count + event.count + 1 + splices <= limits.bytes
    }
}
