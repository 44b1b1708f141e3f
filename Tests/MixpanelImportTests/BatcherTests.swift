import MixpanelImport
import Testing

@Suite struct BatcherTests {
    @Test func `a batch has no more lines and bytes than it may, and no fewer than it could`() {
        var limits = BatchLimits()
        limits.events = 3
        limits.bytes = 10 + 2 * InsertID.spliceBytes
        var batcher = Batcher(limits)
        var sizes: [[Int]] = []
        func note(_ batch: Batch) { sizes.append((0..<batch.count).map { batch.range(ofLine: $0).count }) }
        for (number, count) in [5, 5, 1, 6, 5, 300, 1, 2].enumerated() {
            let line = [UInt8](repeating: 0x20, count: count - 1) + [0x0A]
            if let batch = line.withUnsafeBytes({ batcher.add($0, number: number + 1) }) { note(batch) }
        }
        if let batch = batcher.take() { note(batch) }
        #expect(sizes == [[5, 5], [1, 6], [5], [300], [1, 2]])
        #expect(batcher.take() == nil && batcher.deadline == nil)
    }

    @Test func `a batch in the memory of an earlier one has its own lines alone`() {
        var limits = BatchLimits()
        limits.events = 3
        var batcher = Batcher(limits)
        var expected: [UInt8] = []
        var batches = 0
        for number in 1...100 {
            let line = Array("\(String(repeating: "x", count: number % 17))\(number)\n".utf8)
            expected += line
            guard var batch = line.withUnsafeBytes({ batcher.add($0, number: number) }) else { continue }
            batches += 1
            #expect(batch.bytes == expected && batch.lineEnds.last == expected.count, "up to line \(number)")
            expected = []
            // Nobody else holds them now.
            var bytes: [UInt8] = []
            swap(&bytes, &batch.bytes)
            batcher.reuse(bytes)
        }
        #expect(batches == 33)
    }

    @Test func `memory that somebody still holds is not written to`() {
        var limits = BatchLimits()
        limits.events = 1
        var batcher = Batcher(limits)
        var held: [(bytes: [UInt8], text: String)] = []
        for number in 1...20 {
            let text = "line \(number)\n"
            guard let batch = Array(text.utf8).withUnsafeBytes({ batcher.add($0, number: number) }) else { continue }
            held.append((batch.bytes, text))
            batcher.reuse(batch.bytes)
        }
        #expect(held.count == 20)
        for (bytes, text) in held { #expect(String(decoding: bytes, as: UTF8.self) == text) }
    }

    @Test func `lines that were passed over leave gaps in the numbers`() {
        var batcher = Batcher(BatchLimits())
        for number in [7, 8, 12, 13, 20] {
            _ = [0x0A].withUnsafeBytes { batcher.add($0, number: number) }
        }
        let batch = batcher.take()
        #expect((0..<5).map { batch?.numbers.number(ofLine: $0) } == [7, 8, 12, 13, 20])
    }

    @Test func `a batch is due once its oldest line has waited for long enough`() {
        var limits = BatchLimits()
        limits.delay = .seconds(60)
        var batcher = Batcher(limits)
        #expect(batcher.deadline == nil)
        let before = ContinuousClock.now
        _ = [0x0A].withUnsafeBytes { batcher.add($0, number: 1) }
        let deadline = batcher.deadline
        #expect(deadline.map { $0 >= before + .seconds(60) } == true)
        _ = [0x0A].withUnsafeBytes { batcher.add($0, number: 2) }
        #expect(batcher.deadline == deadline)
    }
}
