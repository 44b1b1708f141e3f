/// What a sandbox has stored: every event by its `$insert_id`, which takes about 150 bytes an id.
public struct Ledger: Sendable {
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
    public internal(set) var requests = 0
    /// How many complete answers had which status.
    public internal(set) var statuses: [Int: Int] = [:]
    /// Events that were stored, duplicates included.
    public private(set) var events = 0

    private var entries: ContiguousArray<Entry> = []
    private var idBytes: ContiguousArray<UInt8> = []
    /// An entry's index by its id's hash, which is so long that no two ids share one.
    private var indices: [UInt128: Int32] = [:]
    /// Different events that share their `$insert_id` with an earlier one.
    private var otherKeys: Set<OtherKey> = []

    /// Without ids nothing grows with what is stored.
    let remembersIDs: Bool

    init(remembersIDs: Bool = true) {
        self.remembersIDs = remembersIDs
    }

    /// Events that differ in event name, distinct_id, time or `$insert_id`, by which the service deduplicates:
    /// https://docs.mixpanel.com/reference/import-events
    public var distinct: Int { entries.count + otherKeys.count }
    /// Events that were stored although an equal one was there.
    public var duplicates: Int { events - distinct }

    /// `$insert_id`s in order of first arrival, each with the number of times it came.
    public var ids: some Sequence<(id: String, count: Int)> {
        entries.lazy.map { entry in (String(decoding: idBytes[bytes(of: entry)], as: UTF8.self), Int(entry.count)) }
    }

    /// How many events with this `$insert_id` came.
    public func count(of id: String) -> Int {
        var id = id
        return id.withUTF8 { indices[Self.hash(UnsafeRawBufferPointer($0))].map { Int(entries[Int($0)].count) } ?? 0 }
    }

    /// `key` stands for what deduplication compares besides the id. False where the id came before.
    @discardableResult
    mutating func store(id: UnsafeRawBufferPointer, key: Int) -> Bool {
        events += 1
        guard remembersIDs else { return true }
        let hash = Self.hash(id)
        if let index = indices[hash].map({ Int($0) }) {
            entries[index].count += 1
            if entries[index].key != key { otherKeys.insert(OtherKey(entry: index, key: key)) }
            return false
        }
        indices[hash] = Int32(entries.count)
        entries.append(Entry(key: key, idStart: idBytes.count, count: 1, idLength: UInt8(clamping: id.count)))
        idBytes.append(contentsOf: id.prefix(Int(UInt8.max)))
        return true
    }

    /// The counts as members of a JSON object.
    var countMembers: String {
        let statuses = statuses.sorted { $0.key < $1.key }.map { #""\#($0.key)":\#($0.value)"# }
        let counts = #""requests":\#(requests),"statuses":{\#(statuses.joined(separator: ","))},"events":\#(events)"#
        return remembersIDs ? counts + #","distinct":\#(distinct),"duplicates":\#(duplicates)"# : counts
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

    private static func hash(_ id: UnsafeRawBufferPointer) -> UInt128 { half(id, 0) << 64 | half(id, 1) }

    private static func half(_ id: UnsafeRawBufferPointer, _ salt: UInt8) -> UInt128 {
        var hasher = Hasher()
        hasher.combine(salt)
        hasher.combine(bytes: id)
        return UInt128(UInt(bitPattern: hasher.finalize()))
    }
}
