/// Events over time, in bins that double their width until all fit: 1,024 of them whatever the span. Each event is in
/// the bin where it belongs, without error; only the width depends on the span.
package struct TimeHistogram: Sendable, Equatable {
    package struct Bin: Sendable, Equatable {
        /// Milliseconds since 1970-01-01T00:00:00Z.
        package var start: Int64
        package var events: Int
    }

    private static let size = 1_024
    private static let leastWidth: Int64 = 1_000

    /// Milliseconds that each bin spans.
    package private(set) var width = Self.leastWidth
    /// The number of the first bin, counted from 1970 on.
    private var origin: Int64 = 0
    private var events: [Int] = []

    package init() {}

    @inline(__always)
    package mutating func add(_ milliseconds: Int64) {
        let place = Self.floor(milliseconds, width) &- origin
        if 0..<Int64(events.count) ~= place { events[Int(place)] += 1 } else { addOutside(milliseconds, 1) }
    }

    @inline(never)
    private mutating func addOutside(_ milliseconds: Int64, _ count: Int) {
        if events.isEmpty {
            events = Array(repeating: 0, count: Self.size)
            origin = Self.floor(milliseconds, width) - Int64(Self.size / 2)
        }
        var bin = Self.floor(milliseconds, width)
        while !slide(toHold: bin...bin) {
            double()
            bin = Self.floor(milliseconds, width)
        }
        events[Int(bin - origin)] += count
    }

    package mutating func merge(_ other: TimeHistogram) {
        for bin in other.bins {
            while width < other.width {
                double()
            }
            addOutside(bin.start, bin.events)
        }
    }

    /// Moves the bins along, if that is enough to hold these too.
    private mutating func slide(toHold bins: ClosedRange<Int64>) -> Bool {
        let held = origin..<(origin + Int64(Self.size))
        if held.contains(bins.lowerBound), held.contains(bins.upperBound) { return true }
        guard let first = events.firstIndex(where: { $0 > 0 }), let last = events.lastIndex(where: { $0 > 0 }) else {
            origin = bins.lowerBound - Int64(Self.size / 2)
            return true
        }
        let lower = min(bins.lowerBound, origin + Int64(first))
        let upper = max(bins.upperBound, origin + Int64(last))
        guard upper - lower < Int64(Self.size) else { return false }
        let newOrigin = lower - (Int64(Self.size) - 1 - (upper - lower)) / 2
        var moved = Array(repeating: 0, count: Self.size)
        for place in first...last {
            moved[Int(origin + Int64(place) - newOrigin)] = events[place]
        }
        (events, origin) = (moved, newOrigin)
        return true
    }

    private mutating func double() {
        let newOrigin = Self.floor(origin, 2)
        var halved = Array(repeating: 0, count: events.count)
        for (place, count) in events.enumerated() where count > 0 {
            halved[Int(Self.floor(origin + Int64(place), 2) - newOrigin)] += count
        }
        (events, origin, width) = (halved, newOrigin, width * 2)
    }

    /// From the first to the last that holds an event, empty ones between them too.
    package var bins: [Bin] {
        guard let first = events.firstIndex(where: { $0 > 0 }), let last = events.lastIndex(where: { $0 > 0 }) else {
            return []
        }
        return (first...last).map { Bin(start: (origin + Int64($0)) * width, events: events[$0]) }
    }

    /// The same with at most `count` bins, each as wide as several of these.
    package func bins(atMost count: Int) -> (width: Int64, bins: [Bin]) {
        var coarse = self
        while coarse.bins.count > max(count, 2) {
            coarse.double()
        }
        return (coarse.width, coarse.bins)
    }

    private static func floor(_ number: Int64, _ divisor: Int64) -> Int64 {
        let quotient = number / divisor
        return number % divisor < 0 ? quotient - 1 : quotient
    }
}
