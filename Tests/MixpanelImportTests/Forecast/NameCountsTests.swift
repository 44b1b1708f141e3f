import Testing

@testable import MixpanelImport

struct NameCountsTests {
    private func counts(_ names: [String], limit: Int, from first: Int = 1) -> NameCounts {
        var counts = NameCounts(limit: limit)
        for (index, name) in names.enumerated() {
            Array(name.utf8).withUnsafeBytes { counts.add($0, hash: ByteHash.hash($0), line: first + index) }
        }
        return counts
    }

    @Test func `the most frequent come first, of equal ones by name`() {
        let names = counts(["b", "a", "c", "b", "", "c"], limit: 10).mostFrequent(3)
        #expect(names.map(\.text) == ["b", "c", ""])
        #expect(names.map(\.events) == [2, 2, 1])
        #expect(names.map(\.firstLine) == [1, 3, 5])
    }

    @Test func `beyond the limit events are still counted`() {
        var counts = counts(["a", "b", "c", "a", "d", "c"], limit: 2)
        #expect(counts.count == 2)
        #expect(counts.eventsOfMoreNames == 3)
        counts.merge(self.counts(["a", "e", "e"], limit: 2, from: 7))
        #expect(counts.mostFrequent(9).map(\.events) == [3, 1])
        #expect(counts.eventsOfMoreNames == 5)
    }

    @Test func `a long name is kept no longer than the service keeps it`() {
        let name = counts([String(repeating: "x", count: 1_000)], limit: 2).mostFrequent(1).first
        #expect(name?.text.utf8.count == 255)
    }
}
