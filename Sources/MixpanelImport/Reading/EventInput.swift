internal import Synchronization

/// Events in memory, as batches.
actor EventInput: InputSource {
    nonisolated let count: Int
    private var batcher: Batcher
    private let event: @Sendable (Int) throws -> [UInt8]
    private var position = 0
    /// Why an event has no bytes.
    private(set) var unencodable: [Int: String] = [:]
    private let isStopped = Flag()
    nonisolated var meter: InputMeter? { nil }

    /// A flag that any task can raise.
    private final class Flag: Sendable {
        private let value = Atomic(false)

        var isRaised: Bool { value.load(ordering: .relaxed) }

        func raise() { value.store(true, ordering: .relaxed) }
    }

    /// `event` gives the bytes of the event with this index, or throws why it has none.
    init(count: Int, limits: BatchLimits, event: @escaping @Sendable (Int) throws -> [UInt8]) {
        self.count = count
        batcher = Batcher(limits)
        self.event = event
    }

    nonisolated func stop() {
        isStopped.raise()
    }

    func next(reusing spare: [UInt8]?) -> InputStep {
        if let spare { batcher.reuse(spare) }
        while position < count, !isStopped.isRaised {
            // Between the tokens of JSON a line break is as good as a space; in NDJSON it is not.
            var line = bytes(of: position).map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
            line.append(0x0A)
            position += 1
            let batch = line.withUnsafeBytes { batcher.add($0, number: position) }
            if let batch { return .batch(batch) }
        }
        if let batch = batcher.take() { return .batch(batch) }
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
}
