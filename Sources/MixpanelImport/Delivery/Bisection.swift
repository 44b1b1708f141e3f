/// Where a run of events is cut in two.
package enum Bisection: Sendable {
    /// As many events in either half: for finding the event that is at fault.
    case count
    /// About as many bytes in either half: for a body that is too large.
    case bytes

    /// Strictly inside the range, which has at least two events.
    func middle(of events: Range<Int>, _ event: (Int) -> PreparedBatch.Event) -> Int {
        switch self {
        case .count:
            return events.lowerBound + events.count / 2
        case .bytes:
            let total = events.reduce(0) { $0 + Int(event($1).end - event($1).start) }
            var half = 0
            for index in events.dropLast() {
                half += Int(event(index).end - event(index).start)
                if half * 2 >= total { return index + 1 }
            }
            return events.upperBound - 1
        }
    }
}
