#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// How often each `$insert_id` of a report has been seen in an export: open addressing, linear probing, under 64-bit
/// fingerprints of the ids. Three slots of twelve bytes for two ids, so 18 bytes an id.
struct SightingTable: ~Copyable {
    /// Of the memory that `init` asks the system for.
    static let bytesPerID = 18

    /// 0 where nothing is.
    private let keys: UnsafeMutablePointer<UInt64>
    private let sightings: UnsafeMutablePointer<Sighting>
    private let slots: Int
    private let most: Int
    private(set) var count = 0

    /// Room for so many ids. The system gives memory that is zero, and gives it when it is first touched.
    init(ids: Int) {
        most = ids
        slots = ids + ids / 2 + 2
        guard let keys = calloc(slots, MemoryLayout<UInt64>.stride),
            let sightings = calloc(slots, MemoryLayout<Sighting>.stride)
        else { fatalError("no memory for \(ids) ids") }
        self.keys = keys.bindMemory(to: UInt64.self, capacity: slots)
        self.sightings = sightings.bindMemory(to: Sighting.self, capacity: slots)
    }

    deinit {
        free(keys)
        free(sightings)
    }

    /// Another line of the report has the id. False where an earlier one had it.
    mutating func addLine(_ fingerprint: UInt64) -> Bool {
        let place = place(of: fingerprint)
        let isNew = keys[place] == 0
        if isNew {
            precondition(count < most, "more ids than there is room for")
            count += 1
            keys[place] = Self.key(fingerprint)
        }
        sightings[place].addLine()
        return isNew
    }

    /// The export has the id once more; nil where no line of the report has it. Otherwise whether this is the first time.
    @inline(__always)
    mutating func see(_ fingerprint: UInt64, day: UInt16) -> Bool? {
        let place = place(of: fingerprint)
        guard keys[place] != 0 else { return nil }
        return sightings[place].see(day: day)
    }

    @inline(__always)
    subscript(fingerprint: UInt64) -> Sighting { sightings[place(of: fingerprint)] }

    /// 0 stands for an empty slot.
    @inline(__always)
    private static func key(_ fingerprint: UInt64) -> UInt64 { fingerprint == 0 ? 1 : fingerprint }

    @inline(__always)
    private func place(of fingerprint: UInt64) -> Int {
        let key = Self.key(fingerprint)
        // The upper half of the product spreads the fingerprints over any number of slots.
        var place = Int(key.multipliedFullWidth(by: UInt64(slots)).high)
        while keys[place] != 0, keys[place] != key {
            place += 1
            if place == slots { place = 0 }
        }
        return place
    }
}
