/// The batches that are read and not yet written, numbered in input order: prepared in any order, delivered and written
/// in input order.
struct BatchWindow {
    /// Larger batches go back to the system: there may be a whole window of them.
    private static let largestSpare = 4 << 20

    private let size: Int
    /// Most bytes of lines; one batch more may be read, as a line that is longer than a batch goes alone.
    private let mostBytes: Int
    private var bytes = 0
    private(set) var read = 0
    /// Delivered, and handed over to be written.
    private(set) var finished = 0
    private(set) var written = 0
    private var prepared = 0
    private var preparedEarly: [Int: PreparedBatch] = [:]
    /// The bytes of batches that were written.
    private var spares: [[UInt8]] = []

    init(size: Int, batchBytes: Int) {
        self.size = size
        mostBytes = (size - 1) * batchBytes
    }

    var isFinished: Bool { finished == read }
    var isEmpty: Bool { written == read }
    var hasRoom: Bool { read - written < size && bytes <= mostBytes }
    var isPreparing: Bool { prepared + preparedEarly.count < read }

    /// The number of a batch that was read.
    mutating func add(_ batch: Batch) -> Int {
        defer { read += 1 }
        bytes += batch.bytes.count
        return read
    }

    mutating func add(_ lines: PreparedBatch, _ batch: Int) {
        preparedEarly[batch] = lines
    }

    mutating func takePrepared() -> (PreparedBatch, Int)? {
        guard let lines = preparedEarly.removeValue(forKey: prepared) else { return nil }
        defer { prepared += 1 }
        return (lines, prepared)
    }

    mutating func finish() {
        finished += 1
    }

    mutating func wrote(_ batch: Batch) {
        written += 1
        bytes -= batch.bytes.count
        if batch.bytes.capacity <= Self.largestSpare, spares.count < size { spares.append(batch.bytes) }
    }

    /// Memory for a batch that is to be read.
    mutating func takeSpare() -> [UInt8]? { spares.popLast() }
}
