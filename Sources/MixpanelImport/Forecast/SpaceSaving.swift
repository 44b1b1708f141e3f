/// The heaviest of any number of keys, with a fixed number of counters.
///
/// A. Metwally, D. Agrawal, A. El Abbadi: "Efficient computation of frequent and top-k elements in data streams"
/// (2005). With N events and k counters a count is never too low and at most N / k too high, each counter knows its own
/// bound, and every key with more than N / k events has a counter. Up to k different keys all counts are exact. Merging
/// keeps these bounds (P. K. Agarwal et al.: "Mergeable summaries", 2012).
package struct SpaceSaving: Sendable {
    package struct Counter: Sendable, Equatable {
        package var key: UInt64
        /// At least the true number.
        package var count: Int
        /// How much of it may belong to keys that had this counter before: `count - excess` is at most the true number.
        package var excess: Int
        /// The first of its lines since it has this counter.
        package var firstLine: Int

        package var atLeast: Int { count - excess }
    }

    private let capacity: Int
    /// A heap: no counter is less than the one at half its index.
    private var counters: [Counter] = []
    private var places = HashIndex()

    package init(capacity: Int) {
        self.capacity = capacity
    }

    package mutating func add(_ key: UInt64, line: Int, count: Int = 1) {
        if let place = places[key] {
            counters[place].count += count
            counters[place].firstLine = min(counters[place].firstLine, line)
            sink(from: place)
        } else if counters.count < capacity {
            append(Counter(key: key, count: count, excess: 0, firstLine: line))
        } else {
            let least = counters[0]
            places.remove(least.key)
            places.set(0, for: key)
            counters[0] = Counter(key: key, count: least.count + count, excess: least.count, firstLine: line)
            sink(from: 0)
        }
    }

    /// What a key without a counter may have at most.
    private var least: Int { counters.count < capacity ? 0 : counters[0].count }

    package mutating func merge(_ other: SpaceSaving) {
        let (mine, others) = (least, other.least)
        var all = counters.map { counter in
            var counter = counter
            if let place = other.places[counter.key] {
                let twin = other.counters[place]
                counter.count += twin.count
                counter.excess += twin.excess
                counter.firstLine = min(counter.firstLine, twin.firstLine)
            } else {
                counter.count += others
                counter.excess += others
            }
            return counter
        }
        for var counter in other.counters where places[counter.key] == nil {
            counter.count += mine
            counter.excess += mine
            all.append(counter)
        }
        if all.count > capacity {
            all.sort { ($0.count, $1.key) > ($1.count, $0.key) }
            all.removeLast(all.count - capacity)
        }
        counters = []
        places = HashIndex()
        for counter in all {
            append(counter)
        }
    }

    /// The heaviest first; of equal ones the one that came first.
    package func heaviest(_ count: Int) -> ArraySlice<Counter> {
        counters.sorted { ($0.count, $1.firstLine, $1.key) > ($1.count, $0.firstLine, $0.key) }.prefix(count)
    }

    /// Those that certainly have more than `limit`.
    package func certainlyOver(_ limit: Int) -> [Counter] {
        counters.filter { $0.atLeast > limit }
    }

    private mutating func append(_ counter: Counter) {
        counters.append(counter)
        var place = counters.count - 1
        while place > 0, counters[(place - 1) / 2].count > counter.count {
            counters[place] = counters[(place - 1) / 2]
            places.set(place, for: counters[place].key)
            place = (place - 1) / 2
        }
        counters[place] = counter
        places.set(place, for: counter.key)
    }

    /// After a counter has grown.
    private mutating func sink(from start: Int) {
        let counter = counters[start]
        var place = start
        while true {
            var child = place * 2 + 1
            if child >= counters.count { break }
            if child + 1 < counters.count, counters[child + 1].count < counters[child].count { child += 1 }
            if counters[child].count >= counter.count { break }
            counters[place] = counters[child]
            places.set(place, for: counters[place].key)
            place = child
        }
        if place == start { return }
        counters[place] = counter
        places.set(place, for: counter.key)
    }
}
