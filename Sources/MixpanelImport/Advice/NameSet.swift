/// The hashes of different names with the first line of each, up to 20,000 of them.
struct NameSet: Sendable {
    private static let limit = 20_000

    private var firstLines: [Int] = []
    private var hashes: [UInt64] = []
    private var places = HashIndex()

    var count: Int { hashes.count }
    var isFull: Bool { hashes.count == Self.limit }

    @inline(__always)
    mutating func add(_ hash: UInt64, line: Int) {
        if let place = places[hash] {
            if line < firstLines[place] { firstLines[place] = line }
        } else if !isFull {
            places.set(hashes.count, for: hash)
            hashes.append(hash)
            firstLines.append(line)
        }
    }

    mutating func merge(_ other: NameSet) {
        for (hash, line) in zip(other.hashes, other.firstLines) {
            add(hash, line: line)
        }
    }

    /// The line with the first name beyond the first `limit`; nil where there is none.
    func firstLine(beyond limit: Int) -> Int? {
        count > limit ? firstLines.sorted()[limit] : nil
    }
}
