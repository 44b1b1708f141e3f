import Testing

@testable import MixpanelImport

struct SpaceSavingTests {
    /// Few keys are frequent and many are rare, as users are.
    private func stream(_ seed: UInt64, _ count: Int) -> [UInt64] {
        var generator = SeededRandom(seed: seed)
        return (0..<count).map { _ in
            let share = Double.random(in: 0.000_1..<1, using: &generator)
            return ByteHash.combine(seed, UInt64(1 / share))
        }
    }

    private func check(_ sketch: SpaceSaving, _ stream: [UInt64], capacity: Int, _ label: String) {
        let counts = stream.reduce(into: [UInt64: Int]()) { $0[$1, default: 0] += 1 }
        let counters = sketch.heaviest(.max)
        let bound = stream.count / capacity
        for counter in counters {
            let count = counts[counter.key] ?? 0
            #expect(
                counter.count >= count && counter.atLeast <= count && counter.excess <= bound,
                "\(label): \(counter), \(count)"
            )
        }
        let kept = Set(counters.map(\.key))
        for (key, count) in counts where count > bound {
            #expect(kept.contains(key), "\(label): \(key) comes \(count) times")
        }
        #expect(counters.count <= capacity)
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func `every count is within its bound and no heavy key is missing`(_ seed: UInt64) {
        let stream = stream(seed, 6_000)
        var sketch = SpaceSaving(capacity: 50)
        for (index, key) in stream.enumerated() {
            sketch.add(key, line: index + 1)
        }
        check(sketch, stream, capacity: 50, "seed \(seed)")
        #expect(sketch.heaviest(.max).count == 50)
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func `merging keeps the bounds`(_ seed: UInt64) {
        let stream = stream(seed, 6_000)
        var merged = SpaceSaving(capacity: 50)
        for start in Swift.stride(from: 0, to: stream.count, by: 700) {
            var part = SpaceSaving(capacity: 50)
            for index in start..<min(start + 700, stream.count) {
                part.add(stream[index], line: index + 1)
            }
            merged.merge(part)
        }
        check(merged, stream, capacity: 50, "seed \(seed)")
    }

    @Test func `few keys are counted exactly, in any parts`() {
        let keys = (0..<40 as Range<UInt64>).map { ByteHash.combine(3, $0) }
        var (one, other) = (SpaceSaving(capacity: 50), SpaceSaving(capacity: 50))
        for line in 1...4_000 {
            let key = keys[line % 40 * (line % 3) % 40]
            if line % 2 == 0 { one.add(key, line: line) } else { other.add(key, line: line) }
        }
        one.merge(other)
        let counts = (1...4_000).reduce(into: [UInt64: Int]()) { $0[keys[$1 % 40 * ($1 % 3) % 40], default: 0] += 1 }
        #expect(Dictionary(uniqueKeysWithValues: one.heaviest(.max).map { ($0.key, $0.count) }) == counts)
        #expect(one.heaviest(.max).allSatisfy { $0.excess == 0 })
        #expect(one.heaviest(1).first?.key == keys[0])
        #expect(one.heaviest(1).first?.firstLine == 3)
    }
}
