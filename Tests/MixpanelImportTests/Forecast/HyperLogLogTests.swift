import Testing

@testable import MixpanelImport

struct HyperLogLogTests {
    @Test(arguments: [1, 2, 10, 100, 1_000, 5_000, 16_384, 40_000, 80_000])
    func `the error is as stated over many seeds`(_ count: Int) {
        var sum = 0.0
        let seeds = 40
        for seed in 0..<UInt64(seeds) {
            var sketch = HyperLogLog()
            for number in 0..<UInt64(count) {
                sketch.add(ByteHash.combine(seed, number))
            }
            let error = Double(sketch.estimate - count) / Double(count)
            #expect(abs(error) < 4.5 * HyperLogLog.standardError, "seed \(seed): \(sketch.estimate)")
            sum += error * error
        }
        let standardError = (sum / Double(seeds)).squareRoot()
        #expect(standardError < 1.3 * HyperLogLog.standardError, "\(standardError)")
    }

    @Test func `hashes of consecutive ids are as good as random ones`() {
        var sketch = HyperLogLog()
        for number in 0..<50_000 {
            sketch.add(Array("user-\(number)".utf8).withUnsafeBytes(ByteHash.hash))
        }
        #expect(abs(sketch.estimate - 50_000) < 1_500, "\(sketch.estimate)")
    }

    @Test func `nothing is nothing, and what comes again counts once`() {
        var sketch = HyperLogLog()
        #expect(sketch.estimate == 0)
        for _ in 0..<1_000 {
            sketch.add(ByteHash.combine(1, 2))
        }
        #expect(sketch.estimate == 1)
    }

    @Test func `merged parts are the same as the whole`() {
        var (whole, even, odd) = (HyperLogLog(), HyperLogLog(), HyperLogLog())
        for number in 0..<30_000 as Range<UInt64> {
            let hash = ByteHash.combine(7, number % 20_000)
            whole.add(hash)
            if number % 2 == 0 { even.add(hash) } else { odd.add(hash) }
        }
        even.merge(odd)
        #expect(even == whole)
    }
}
