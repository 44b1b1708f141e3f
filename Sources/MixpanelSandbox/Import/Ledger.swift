internal import Glibc

/// Every event that was stored, by its `$insert_id`: about 100 bytes an id.
package struct Ledger: Sendable {
    private struct Entry {
        var key: Int
        var idStart: Int
        var count: UInt32
        var idLength: UInt8
    }

    private struct OtherKey: Hashable {
        var entry: Int
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
    /// Open addressing: the upper half is the id's hash, the lower half its entry's index plus one; 0 is a free slot.
    private var slots = ContiguousArray<UInt64>(repeating: 0, count: 1_024)
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
            return entry(in: slots[slot(for: id, Self.hash(id))]).map { Int(entries[$0].count) } ?? 0
        }
    }

    /// `key` stands for what deduplication compares besides the id.
    mutating func store(id: UnsafeRawBufferPointer, key: Int) {
        events += 1
        let hash = Self.hash(id)
        let slot = slot(for: id, hash)
        if let entry = entry(in: slots[slot]) {
            entries[entry].count += 1
            if entries[entry].key != key { otherKeys.insert(OtherKey(entry: entry, key: key)) }
            return
        }
        entries.append(Entry(key: key, idStart: idBytes.count, count: 1, idLength: UInt8(id.count)))
        idBytes.append(contentsOf: id)
        slots[slot] = UInt64(hash) << 32 | UInt64(entries.count)
        if entries.count * 2 > slots.count { growSlots() }
    }

    /// The counts as members of a JSON object.
    var countMembers: String {
        let statuses = statuses.sorted { $0.key < $1.key }.map { #""\#($0.key)":\#($0.value)"# }
        return """
            "requests":\(requests),"statuses":{\(statuses.joined(separator: ","))},\
            "events":\(events),"distinct":\(distinct),"duplicates":\(duplicates)
            """
    }

    /// Appends as JSON members the ids from the given place on, until `size` bytes are there. Nil when none is left.
    func appendIDMembers(from start: Int, to json: inout [UInt8], size: Int) -> Int? {
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

    private static func hash(_ id: UnsafeRawBufferPointer) -> UInt32 {
        var hasher = Hasher()
        hasher.combine(bytes: id)
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }

    private func entry(in slot: UInt64) -> Int? {
        slot == 0 ? nil : Int(UInt32(truncatingIfNeeded: slot)) - 1
    }

    /// The id's slot, or the free one where it belongs.
    private func slot(for id: UnsafeRawBufferPointer, _ hash: UInt32) -> Int {
        let mask = slots.count - 1
        var slot = Int(hash) & mask
        while let entry = entry(in: slots[slot]) {
            if slots[slot] >> 32 == hash, isID(id, of: entries[entry]) { break }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private func isID(_ id: UnsafeRawBufferPointer, of entry: Entry) -> Bool {
        guard let baseAddress = id.baseAddress, id.count == Int(entry.idLength) else { return false }
        return idBytes.withUnsafeBytes { memcmp($0.baseAddress! + entry.idStart, baseAddress, id.count) == 0 }
    }

    private mutating func growSlots() {
        let old = slots
        slots = ContiguousArray(repeating: 0, count: old.count * 2)
        let mask = slots.count - 1
        for taken in old where taken != 0 {
            var slot = Int(taken >> 32) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = taken
        }
    }
}
