/// What an import of the events would take, and what the project would have afterwards. Batches have forecasts of their
/// own, which are merged in any order. Its memory does not depend on the number of events.
package struct Forecast: Sendable {
    package private(set) var events = 0
    package private(set) var names = NameCounts()
    /// Milliseconds since 1970-01-01T00:00:00Z, of events whose time can be read.
    package private(set) var times: ClosedRange<Int64>?
    package private(set) var histogram = TimeHistogram()
    package private(set) var requests = 0
    /// Of the requests' bodies, before and after compression.
    package private(set) var plainBytes = 0
    package private(set) var compressedBytes = 0
    private var users = DistinctCount()
    private var identities = DistinctCount()
    private var eventsWithUser = 0

    package init() {}

    /// Different `distinct_id`s.
    package var distinctUsers: Distinct {
        Distinct(users, within: 0...eventsWithUser)
    }
    /// What is left of the events after the service's deduplication: at least one of each name.
    package var distinctEvents: Distinct {
        Distinct(identities, within: names.count...events)
    }

    /// An event that is sent.
    ///
    /// - Parameters:
    ///   - scan: Of exactly these bytes.
    ///   - line: From 1.
    ///   - idIsOfLine: A derived id is also that of the line's number: events of equal bytes are different ones.
    package mutating func add(_ text: UnsafeRawBufferPointer, _ scan: EventScan, line: Int, idIsOfLine: Bool = false) {
        let event = ObservedEvent(text, scan, line: line)
        events += 1
        let name = event.withName { name in
            let hash = ByteHash.hash(name)
            names.add(name, hash: hash, line: event.line)
            return hash
        }
        let user = event.distinctIDHash
        if let user {
            users.add(user)
            eventsWithUser += 1
        }
        identities.add(event.identityHash(name: name, distinctID: user, isOfLine: idIsOfLine))
        if let time = event.milliseconds {
            times = min(times?.lowerBound ?? time, time)...max(times?.upperBound ?? time, time)
            histogram.add(time)
        }
    }

    package mutating func addRequest(plainBytes: Int, compressedBytes: Int) {
        requests += 1
        self.plainBytes += plainBytes
        self.compressedBytes += compressedBytes
    }

    package mutating func merge(_ other: Forecast) {
        events += other.events
        names.merge(other.names)
        if let span = other.times {
            times =
                min(
                    times?.lowerBound ?? span.lowerBound,
                    span.lowerBound
                )...max(times?.upperBound ?? span.upperBound, span.upperBound)
        }
        histogram.merge(other.histogram)
        requests += other.requests
        plainBytes += other.plainBytes
        compressedBytes += other.compressedBytes
        users.merge(other.users)
        identities.merge(other.identities)
        eventsWithUser += other.eventsWithUser
    }

    /// How long the service's limits for a project make sending take at least, at the average that they allow: by
    /// events or by uncompressed bytes, whichever is more.
    package var leastDuration: Duration {
        let minute = 60_000.0
        let byEvents = Double(events) / Double(ServiceLimits.eventsPerMinute) * minute
        let byBytes = Double(plainBytes) / Double(ServiceLimits.bytesPerMinute) * minute
        return .milliseconds(Int64(max(byEvents, byBytes).rounded(.up)))
    }
}

extension Forecast {
    /// A number of different things.
    package struct Distinct: Sendable, Equatable {
        package let count: Int
        /// Relative to the count; 0 where that is exact.
        package let standardError: Double

        package var isEstimate: Bool { standardError > 0 }

        /// `bounds`: what is known for certain.
        fileprivate init(_ counted: DistinctCount, within bounds: ClosedRange<Int>) {
            count = min(max(counted.count, bounds.lowerBound), bounds.upperBound)
            standardError = counted.isEstimate ? HyperLogLog.standardError : 0
        }
    }
}
