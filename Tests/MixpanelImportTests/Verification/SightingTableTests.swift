import Testing

@testable import MixpanelImport

@Suite struct SightingTableTests {
    /// Fingerprints at both ends, which meet where the table wraps around, and others.
    private static func fingerprints(_ count: Int, seed: UInt64) -> [UInt64] {
        var dice = SeededRandom(seed: seed)
        return (0..<count).map { index in
            switch index % 4 {
            case 0: UInt64(index / 4)
            case 1: UInt64.max - UInt64(index / 4)
            default: UInt64.random(in: 0...UInt64.max, using: &dice)
            }
        }
    }

    @Test(arguments: [1, 2, 3, 10, 1_000, 20_000]) func `a table that is full says what a dictionary says`(count: Int) {
        let ids = Self.fingerprints(count, seed: 7)
        var table = SightingTable(ids: count)
        var lines: [UInt64: Int] = [:]
        // 0 and 1 share a slot: both stand for what is not the empty slot.
        for id in ids {
            let key = max(id, 1)
            #expect(table.addLine(id) == (lines[key] == nil))
            lines[key, default: 0] += 1
        }
        #expect(table.count == lines.count)
        var copies: [UInt64: Int] = [:]
        for id in Self.fingerprints(count, seed: 8) + ids.filter({ $0 % 3 > 0 }) {
            let key = max(id, 1)
            let seen = table.see(id, day: UInt16(truncatingIfNeeded: key))
            guard lines[key] != nil else {
                #expect(seen == nil)
                continue
            }
            #expect(seen == (copies[key] == nil))
            copies[key, default: 0] += 1
        }
        for id in ids {
            let sighting = table[id]
            let key = max(id, 1)
            #expect(sighting.isThere == (copies[key] != nil))
            #expect(sighting.isRepeated == (copies[key] ?? 0 > lines[key] ?? 0))
            if sighting.isThere { #expect(sighting.day == UInt16(truncatingIfNeeded: key)) }
        }
    }

    @Test func `a table without room for ids knows none`() {
        var table = SightingTable(ids: 0)
        #expect(table.see(1, day: 1) == nil)
    }

    @Test func `more than 255 lines and events of one id stay more than none`() {
        var table = SightingTable(ids: 300)
        for _ in 0..<300 { _ = table.addLine(5) }
        for _ in 0..<300 { _ = table.see(5, day: 1) }
        #expect(table[5].isThere && !table[5].isRepeated)
    }

    @Test func `an id takes at most 24 bytes`() {
        let slot = MemoryLayout<UInt64>.stride + MemoryLayout<Sighting>.stride
        #expect(slot * 3 / 2 == SightingTable.bytesPerID)
        #expect(SightingTable.bytesPerID <= 24)
    }
}
