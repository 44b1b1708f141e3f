import Testing

@testable import MixpanelImport

struct TimeHistogramTests {
    private func histogram(_ times: [Int64]) -> TimeHistogram {
        var histogram = TimeHistogram()
        for time in times {
            histogram.add(time)
        }
        return histogram
    }

    private func check(_ bins: [TimeHistogram.Bin], width: Int64, _ times: [Int64]) {
        for bin in bins {
            let events = times.count { $0 >= bin.start && $0 < bin.start + width }
            #expect(bin.events == events, "\(bin), width \(width): \(events)")
        }
        #expect(bins.reduce(0) { $0 + $1.events } == times.count)
        #expect(bins.first.map { $0.events > 0 } ?? true)
        #expect(bins.last.map { $0.events > 0 } ?? true)
    }

    private func times(_ seed: UInt64, _ count: Int) -> [Int64] {
        var generator = SeededRandom(seed: seed)
        let span = Int64(1) << Int64.random(in: 1...41, using: &generator)
        return (0..<count).map { _ in 1_500_000_000_000 + Int64.random(in: -span...span, using: &generator) }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `each event is in the bin where it belongs`(_ seed: UInt64) throws {
        let times = times(seed, 300)
        let histogram = histogram(times)
        check(histogram.bins, width: histogram.width, times)
        #expect(histogram.bins.count <= 1_024)
        // No wider than needed: one doubling less would not hold them.
        let span = try #require(times.max()) - (try #require(times.min()))
        #expect(histogram.width == 1_000 || span / (histogram.width / 2) >= 1_022, "\(span), \(histogram.width)")
        let coarse = histogram.bins(atMost: 30)
        check(coarse.bins, width: coarse.width, times)
        #expect(coarse.bins.count <= 30)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `merged parts hold what the whole holds`(_ seed: UInt64) {
        let times = times(seed, 150) + self.times(seed + 1_000, 150)
        var merged = TimeHistogram()
        merged.merge(TimeHistogram())
        for start in Swift.stride(from: 0, to: times.count, by: 40) {
            merged.merge(histogram(Array(times[start..<min(start + 40, times.count)])))
        }
        check(merged.bins, width: merged.width, times)
    }

    @Test func `1970 and 9999 are in one histogram`() {
        let times: [Int64] = [1, 253_402_300_799_999, 1_714_566_896_123]
        let histogram = histogram(times)
        check(histogram.bins, width: histogram.width, times)
        #expect(TimeHistogram().bins.isEmpty)
    }
}
