import Testing

@testable import MixpanelImport

struct DistinctCountTests {
    private func count(_ numbers: some Sequence<Int>, limit: Int) -> DistinctCount {
        numbers.reduce(into: DistinctCount(limit: limit)) { $0.add(ByteHash.combine(7, UInt64($1))) }
    }

    @Test(arguments: [0, 1, 99, 100])
    func `few are counted exactly`(number: Int) {
        let count = count((0..<number * 3).map { $0 % max(number, 1) }, limit: 100)
        #expect(count.count == number)
        #expect(!count.isEstimate)
    }

    @Test(arguments: [101, 102, 130, 1_000, 20_000])
    func `many are an estimate, which is never less than is known`(number: Int) {
        let count = count(0..<number, limit: 100)
        #expect(count.isEstimate)
        #expect(count.count > 100)
        #expect(
            abs(Double(count.count - number)) < max(5 * HyperLogLog.standardError * Double(number), 2),
            "\(count.count)"
        )
    }

    @Test(arguments: [0, 60, 100, 101, 500], [0, 60, 100, 101, 500])
    func `parts are counted as the whole, in any order`(one: Int, other: Int) {
        let (left, right) = (count(0..<one, limit: 100), count(50..<(50 + other), limit: 100))
        let whole = count(Array(0..<one) + Array(50..<(50 + other)), limit: 100)
        for (first, second) in [(left, right), (right, left)] {
            var merged = first
            merged.merge(second)
            #expect(merged.count == whole.count)
            #expect(merged.isEstimate == whole.isEstimate)
        }
    }
}
