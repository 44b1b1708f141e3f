/// How many events each name has. Exact for the first 20,000 names; events with any name beyond them are counted
/// together. Of a name no more is kept than the service keeps.
package struct NameCounts: Sendable {
    package struct Name: Sendable, Equatable {
        package var text: String
        package var events: Int
        package var firstLine: Int
    }

    private struct Entry {
        var hash: UInt64
        var name: [UInt8]
        var events: Int
        var firstLine: Int
    }

    private static let defaultLimit = 20_000

    private let limit: Int
    private var entries: [Entry] = []
    private var places = HashIndex()
    /// Events whose names are beyond the limit.
    package private(set) var eventsOfMoreNames = 0

    package init(limit: Int = Self.defaultLimit) {
        self.limit = limit
    }

    /// Different names, as far as they are counted.
    package var count: Int { entries.count }

    @inline(__always)
    mutating func add(_ name: UnsafeRawBufferPointer, hash: UInt64, line: Int) {
        if let place = places[hash] {
            entries[place].events += 1
            entries[place].firstLine = min(entries[place].firstLine, line)
        } else {
            insert(Entry(hash: hash, name: Array(name.prefix(ServiceLimits.textBytes)), events: 1, firstLine: line))
        }
    }

    /// Several events with one name, the first on this line.
    mutating func add(_ name: [UInt8], hash: UInt64, events: Int, line: Int) {
        if let place = places[hash] {
            entries[place].events += events
            entries[place].firstLine = min(entries[place].firstLine, line)
        } else {
            insert(Entry(hash: hash, name: name, events: events, firstLine: line))
        }
    }

    @inline(never)
    private mutating func insert(_ entry: Entry) {
        guard entries.count < limit else {
            eventsOfMoreNames += entry.events
            return
        }
        places.set(entries.count, for: entry.hash)
        entries.append(entry)
    }

    package mutating func merge(_ other: NameCounts) {
        eventsOfMoreNames += other.eventsOfMoreNames
        for entry in other.entries {
            if let place = places[entry.hash] {
                entries[place].events += entry.events
                entries[place].firstLine = min(entries[place].firstLine, entry.firstLine)
            } else {
                insert(entry)
            }
        }
    }

    /// The most frequent first, of equal ones by name.
    package func mostFrequent(_ count: Int) -> [Name] {
        let sorted = entries.sorted { one, other in
            one.events != other.events ? one.events > other.events : one.name.lexicographicallyPrecedes(other.name)
        }
        return sorted.prefix(count).map { entry in
            Name(text: String(decoding: entry.name, as: UTF8.self), events: entry.events, firstLine: entry.firstLine)
        }
    }
}
