/// Every event that was stored, by its `$insert_id`: about 70 bytes an id.
package struct Ledger: Sendable {
    private struct Entry {
        var key: Int
        var idStart: Int
        var count: UInt32
        var idLength: UInt8
    }

    private struct OtherKey: Hashable {
        var entry: UInt32
        var key: Int
    }

    /// Requests to `/import`, answered or not.
    package internal(set) var requests = 0
    /// Complete answers.
    package internal(set) var statuses: [Int: Int] = [:]
    /// Stored, duplicates included.
    package private(set) var events = 0

    private var entries: ContiguousArray<Entry> = []
    private var idBytes: ContiguousArray<UInt8> = []
    /// Open addressing; an entry's index plus one, 0 for a free slot.
    private var slots = ContiguousArray<UInt32>(repeating: 0, count: 1_024)
    /// Different events that share their `$insert_id` with an earlier one.
    private var otherKeys: Set<OtherKey> = []

    /// Events that differ in event name, distinct_id, time or `$insert_id`.
    package var distinct: Int { entries.count + otherKeys.count }
    package var duplicates: Int { events - distinct }

    /// `$insert_id`s in order of first arrival, each with the number of times it came.
    package var ids: some Sequence<(id: String, count: Int)> {
        entries.lazy.map { entry in (String(decoding: idBytes[bytes(of: entry)], as: UTF8.self), Int(entry.count)) }
    }

    package func count(of id: String) -> Int {
        var id = id
        return id.withUTF8 { utf8 in
            let id = UnsafeRawBufferPointer(utf8)
            let slot = slot(for: id)
            return slots[slot] == 0 ? 0 : Int(entries[Int(slots[slot]) - 1].count)
        }
    }

    /// `key` stands for the four parts that deduplication compares.
    mutating func store(id: UnsafeRawBufferPointer, key: Int) {
        events += 1
        let slot = slot(for: id)
        guard slots[slot] == 0 else {
            let index = slots[slot] - 1
            entries[Int(index)].count += 1
            if entries[Int(index)].key != key { otherKeys.insert(OtherKey(entry: index, key: key)) }
            return
        }
        entries.append(Entry(key: key, idStart: idBytes.count, count: 1, idLength: UInt8(id.count)))
        idBytes.append(contentsOf: id)
        slots[slot] = UInt32(entries.count)
        if entries.count * 2 > slots.count { growSlots() }
    }

    /// Appends as JSON members the ids from the given place on, until `size` bytes are there. Nil when none is left.
    func appendMembers(from start: Int, to json: inout [UInt8], size: Int) -> Int? {
        var index = start
        while index < entries.count {
            if json.count >= size { return index }
            let entry = entries[index]
            json += index == 0 ? "\"".utf8 : ",\"".utf8
            json += idBytes[bytes(of: entry)]
            json += "\":\(entry.count)".utf8
            index += 1
        }
        return nil
    }

    private func bytes(of entry: Entry) -> Range<Int> { entry.idStart..<(entry.idStart + Int(entry.idLength)) }

    private func slot(for id: UnsafeRawBufferPointer) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: id)
        let mask = slots.count - 1
        var slot = hasher.finalize() & mask
        while slots[slot] != 0 {
            let entry = entries[Int(slots[slot]) - 1]
            if Int(entry.idLength) == id.count, idBytes[bytes(of: entry)].elementsEqual(id) { break }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private mutating func growSlots() {
        slots = ContiguousArray(repeating: 0, count: slots.count * 2)
        for (index, entry) in entries.enumerated() {
            let free = idBytes.withUnsafeBytes { ids in
                slot(for: UnsafeRawBufferPointer(rebasing: ids[bytes(of: entry)]))
            }
            slots[free] = UInt32(index + 1)
        }
    }
}
