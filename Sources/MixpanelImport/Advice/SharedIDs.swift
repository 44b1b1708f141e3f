/// Finds `$insert_id`s that events of different bytes share, by remembering a sample of the ids: those whose hash has
/// some number of zero bits, so that all events of one id are in it or none. When there are too many, the number of
/// bits grows by one and half of the ids are forgotten (P. B. Gibbons: "Distinct sampling for highly-accurate answers
/// to distinct values queries and event reports", 2001). Exact up to 32,768 ids.
struct SharedIDs: Sendable {
    private struct ID {
        var hash: UInt64
        /// Of the first event's bytes.
        var event: UInt64
        var firstLine: Int
        /// How many events that one stands for.
        var weight: Int
        /// Events of other bytes that came with this id, and the first of them.
        var others: Int
        var firstOther: Int
    }

    private static let capacity = 32_768
    private static let sampleBits: UInt64 = 24

    private var ids: [ID] = []
    private var places = HashIndex()
    private var zeroBits: UInt64 = 0

    /// 1 of so many ids is remembered.
    var share: Int { 1 << Int(zeroBits) }

    @inline(__always)
    func remembers(_ id: UInt64) -> Bool {
        id >> (64 - Self.sampleBits) & (1 << zeroBits &- 1) == 0
    }

    /// Only ids that are remembered.
    mutating func add(_ id: UInt64, event: UInt64, line: Int, weight: Int) {
        add(ID(hash: id, event: event, firstLine: line, weight: weight, others: 0, firstOther: .max))
    }

    private mutating func add(_ id: ID) {
        guard let place = places[id.hash] else {
            places.set(ids.count, for: id.hash)
            ids.append(id)
            if ids.count > Self.capacity { forgetHalf() }
            return
        }
        let known = ids[place]
        ids[place].others += id.others
        ids[place].firstOther = min(known.firstOther, id.firstOther)
        if known.event != id.event {
            let later = known.firstLine < id.firstLine ? id : known
            ids[place].others += later.weight
            ids[place].firstOther = min(ids[place].firstOther, later.firstLine)
        }
        if id.firstLine < known.firstLine {
            (ids[place].event, ids[place].firstLine, ids[place].weight) = (id.event, id.firstLine, id.weight)
        }
    }

    private mutating func forgetHalf() {
        while ids.count > Self.capacity {
            // Only ids that were made for it have so many zero bits.
            if zeroBits == Self.sampleBits {
                ids.removeLast(ids.count - Self.capacity)
                break
            }
            zeroBits += 1
            ids = ids.filter { remembers($0.hash) }
        }
        places = HashIndex()
        for (place, id) in ids.enumerated() {
            places.set(place, for: id.hash)
        }
    }

    mutating func merge(_ other: SharedIDs) {
        if other.zeroBits > zeroBits {
            zeroBits = other.zeroBits
            ids = ids.filter { remembers($0.hash) }
            forgetHalf()
        }
        for id in other.ids where remembers(id.hash) {
            add(id)
        }
    }

    /// Events that came with the id of another one, as an estimate where not all ids are remembered.
    var found: (count: Int, firstLine: Int)? {
        let count = ids.reduce(0) { $0 + $1.others }
        return count == 0 ? nil : (count * share, ids.reduce(.max) { min($0, $1.firstOther) })
    }
}
