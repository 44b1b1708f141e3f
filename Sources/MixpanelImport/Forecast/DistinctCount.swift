/// How many different hashes there were: exactly, as long as they are few, and then as an estimate of `HyperLogLog`.
package struct DistinctCount: Sendable {
    /// So many hashes take a megabyte or two.
    package static let exactLimit = 32_768

    private let limit: Int
    private var hashes: [UInt64] = []
    private var places = HashIndex()
    /// Has all of them once they are too many.
    private var sketch: HyperLogLog?

    package init(limit: Int = Self.exactLimit) {
        self.limit = limit
    }

    package var isEstimate: Bool { sketch != nil }

    /// An estimate is no less than what is known for certain.
    package var count: Int { sketch.map { max($0.estimate, limit + 1) } ?? hashes.count }

    @inline(__always)
    package mutating func add(_ hash: UInt64) {
        if sketch != nil {
            sketch?.add(hash)
        } else if places[hash] == nil {
            insert(hash)
        }
    }

    @inline(never)
    private mutating func insert(_ hash: UInt64) {
        places.set(hashes.count, for: hash)
        hashes.append(hash)
        guard hashes.count > limit else { return }
        var sketch = HyperLogLog()
        for hash in hashes { sketch.add(hash) }
        self.sketch = sketch
        (hashes, places) = ([], HashIndex())
    }

    /// Of another with the same limit.
    package mutating func merge(_ other: DistinctCount) {
        if let others = other.sketch {
            var whole = others
            if let sketch { whole.merge(sketch) }
            for hash in hashes { whole.add(hash) }
            sketch = whole
            (hashes, places) = ([], HashIndex())
        } else {
            for hash in other.hashes { add(hash) }
        }
    }
}
