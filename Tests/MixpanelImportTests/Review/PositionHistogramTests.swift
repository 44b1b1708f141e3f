import Testing

@testable import MixpanelImport

@Suite struct PositionHistogramTests {
    @Test(arguments: [1, 2, 255, 256, 257, 512, 513, 1_000, 4_097, 70_001]) func `each line counts in its own column`(
        rows: Int
    ) {
        for step in [1, 3, 100] {
            var histogram = PositionHistogram()
            for position in stride(from: 0, to: rows, by: step) { histogram.add(position) }
            let width = PositionHistogram.width(rows: rows)
            var columns = [Int](repeating: 0, count: (rows + width - 1) / width)
            for position in stride(from: 0, to: rows, by: step) { columns[position / width] += 1 }
            #expect(histogram.counts(rows: rows) == columns, "\(rows) rows, every \(step)")
        }
    }

    @Test(arguments: [1, 256, 257, 10_000_000]) func `the columns are neither too many nor too few`(rows: Int) {
        let columns = (rows + PositionHistogram.width(rows: rows) - 1) / PositionHistogram.width(rows: rows)
        #expect(columns <= PositionHistogram.mostColumns && columns >= min(rows, PositionHistogram.mostColumns / 2))
    }

    @Test func `lines at the start alone have columns to the end of the report`() {
        var histogram = PositionHistogram()
        histogram.add(0)
        #expect(histogram.counts(rows: 600) == [1] + [Int](repeating: 0, count: 149))
        #expect(PositionHistogram().counts(rows: 3) == [0, 0, 0])
        #expect(PositionHistogram().counts(rows: 0).isEmpty)
    }
}
