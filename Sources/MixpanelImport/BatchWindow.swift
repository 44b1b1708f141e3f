/// The batches that are read and not yet written, numbered in input order: scanned in any order, delivered and written
/// in input order.
struct BatchWindow {
    private let size: Int
    private(set) var read = 0
    private(set) var written = 0
    private var scanned = 0
    private var scannedEarly: [Int: ScannedBatch] = [:]

    init(size: Int) {
        self.size = size
    }

    var isEmpty: Bool { written == read }
    var hasRoom: Bool { read - written < size }
    var isScanning: Bool { scanned + scannedEarly.count < read }

    /// The number of a batch that was read.
    mutating func add() -> Int {
        defer { read += 1 }
        return read
    }

    mutating func add(_ lines: ScannedBatch, _ batch: Int) {
        scannedEarly[batch] = lines
    }

    mutating func takeScanned() -> (ScannedBatch, Int)? {
        guard let lines = scannedEarly.removeValue(forKey: scanned) else { return nil }
        defer { scanned += 1 }
        return (lines, scanned)
    }

    mutating func wrote() {
        written += 1
    }
}
