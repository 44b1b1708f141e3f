/// Notices what the service takes and then changes, hides or loses in silence. Fed with events that are sent; parts of
/// a run have their own, which are merged in any order. Its memory is bounded whatever the input.
///
/// A walk over the properties and the hashes cost some times as much as scanning the event. A dry run looks at every
/// event. An import that cannot spare that looks at those of the first 4,096 lines and then at 1 of `stride`, chosen by
/// a hash of the line's number so that no pattern in the input can hide from it; its counts are then estimates, which
/// `AdviceSample` makes. Names and times it then takes from the table of all events, so that these are exact. Of ids that
/// events share it looks at 1 of `stride` ids, and at all events that have one of these.
package struct Advice: Sendable {
    private let now: Int64
    private let strideBits: UInt64

    private var tallies = [Tally](repeating: Tally(), count: AdviceKind.allCases.count)
    private var longIDs = 0
    private var sample = AdviceSample()
    private var eventsWithInsertID = 0
    private var users = SpaceSaving(capacity: 2_048)
    private var names = NameSet()
    private var ids = SharedIDs()
    private var times: ClosedRange<Int64>?
    private var eventsWithTime = 0
    private var firstTimedLine = Int.max

    private struct Tally {
        var events = AdviceSample.Found()
        var firstLine = Int.max
    }

    /// - Parameters:
    ///   - now: Milliseconds since 1970-01-01T00:00:00Z.
    ///   - stride: Look at one event of about so many after the first lines; a power of two.
    package init(now: Int64, stride: Int = 1) {
        precondition(stride > 0 && stride & (stride - 1) == 0, "a stride is a power of two")
        self.now = now
        strideBits = UInt64(stride.trailingZeroBitCount)
    }

    private static var firstLines: Int { 4_096 }
    /// Of an import, which is not to be any slower for it.
    package static var strideOfImport: Int { 64 }

    /// What the table says is not asked of each event.
    private var looksAtAll: Bool { strideBits == 0 }

    /// How many events the one on a line stands for, on average.
    private func weight(_ line: Int) -> Int { line <= Self.firstLines ? 1 : 1 << Int(strideBits) }

    /// An event that is sent. Inlined, so that an event that is not looked at costs a few instructions and no copy.
    ///
    /// - Parameters:
    ///   - scan: Of exactly these bytes.
    ///   - line: From 1.
    @inline(__always)
    package mutating func add(_ text: UnsafeRawBufferPointer, _ scan: EventScan, line: Int) {
        let isFirst = line <= Self.firstLines
        sample.count(isFirst: isFirst)
        if scan.insertID != nil { eventsWithInsertID += 1 }
        if isFirst || isChosen(UInt64(bitPattern: Int64(line))) { look(at: ObservedEvent(text, scan, line: line)) }
        if let id = scan.insertID, isFirst || isChosen(Self.sample(of: id, in: text)) {
            look(atInsertIDOf: ObservedEvent(text, scan, line: line))
        }
    }

    /// Fibonacci hashing: of the product the highest bits are the best mixed.
    @inline(__always)
    private func isChosen(_ sample: UInt64) -> Bool {
        sample &* 0x9E37_79B9_7F4A_7C15 & ~(UInt64.max >> strideBits) == 0
    }

    /// Where ids differ most: the last bytes, but for the quote.
    @inline(__always)
    private static func sample(of id: EventScan.Value, in text: UnsafeRawBufferPointer) -> UInt64 {
        guard id.end - id.start > 8 else {
            return ByteHash.hash(UnsafeRawBufferPointer(rebasing: text[id.start..<id.end]))
        }
        return text.loadUnaligned(fromByteOffset: id.end - 9, as: UInt64.self)
    }

    @inline(never)
    private mutating func look(at event: ObservedEvent) {
        sample.look(isFirst: event.line <= Self.firstLines)
        let name = event.withName { name in
            if looksAtAll { names.add(ByteHash.hash(name), line: event.line) }
            return name.count
        }
        let time = event.milliseconds
        if looksAtAll, let time { look(at: time, event.line) }
        if let user = event.distinctIDHash, let time {
            let key = ByteHash.combine(UInt64(bitPattern: time / Self.day), user)
            users.add(key, line: event.line, count: weight(event.line))
        }
        var traits = PropertyTraits(event.properties)
        traits.take(id: event.distinctID)
        traits.take(id: event.insertID)
        if traits.isIgnored { note(.ignored, event.line) }
        if traits.hasCutText || name > ServiceLimits.textBytes { note(.cutTexts, event.line) }
        if !traits.hasPlace { note(.noPlace, event.line) }
        if traits.hasPrivateAddress { note(.privateAddress, event.line) }
        if traits.roundedIDs > 0 { note(.roundedID, event.line) }
        longIDs += traits.longIDs > 0 ? weight(event.line) : 0
    }

    /// The names and times of all events of a batch, where it does not look at each event.
    ///
    /// - Parameter line: The number of the line of a row.
    package mutating func add(_ table: EventTable, line: (Int) -> Int) {
        if looksAtAll { return }
        for name in table.names { names.add(name.hash, line: line(name.firstRow)) }
        for (row, entry) in table.rows.enumerated() where entry.milliseconds != EventTable.noTime {
            look(at: entry.milliseconds, line(row))
        }
    }

    private mutating func look(at time: Int64, _ line: Int) {
        times = min(times?.lowerBound ?? time, time)...max(times?.upperBound ?? time, time)
        eventsWithTime += 1
        firstTimedLine = min(firstTimedLine, line)
        let age = now - time
        if age < 0, age >= -Self.hour { note(.inTheComingHour, line, isFirst: true) }
        if age > ServiceLimits.retentionDays.old * Self.day {
            note(.olderThanFiveYears, line, isFirst: true)
        } else if age > ServiceLimits.retentionDays.new * Self.day {
            note(.olderThanTwoYears, line, isFirst: true)
        }
    }

    @inline(never)
    private mutating func look(atInsertIDOf event: ObservedEvent) {
        guard let token = event.insertID else { return }
        let id = ObservedEvent.hash(ofScalar: token)
        if ids.remembers(id) {
            ids.add(id, event: ByteHash.hash(event.bytes), line: event.line, weight: weight(event.line))
        }
    }

    private mutating func note(_ kind: AdviceKind, _ line: Int) {
        note(kind, line, isFirst: line <= Self.firstLines)
    }

    /// `isFirst`: of events that are all looked at.
    @inline(__always)
    private mutating func note(_ kind: AdviceKind, _ line: Int, isFirst: Bool) {
        tallies[Int(kind.rawValue)].events.count(isFirst: isFirst)
        tallies[Int(kind.rawValue)].firstLine = min(tallies[Int(kind.rawValue)].firstLine, line)
    }

    /// Of another with the same `now` and `stride`.
    package mutating func merge(_ other: Advice) {
        for index in tallies.indices {
            tallies[index].events += other.tallies[index].events
            tallies[index].firstLine = min(tallies[index].firstLine, other.tallies[index].firstLine)
        }
        longIDs += other.longIDs
        sample += other.sample
        eventsWithInsertID += other.eventsWithInsertID
        users.merge(other.users)
        names.merge(other.names)
        ids.merge(other.ids)
        eventsWithTime += other.eventsWithTime
        firstTimedLine = min(firstTimedLine, other.firstTimedLine)
        if let span = other.times {
            times =
                min(
                    times?.lowerBound ?? span.lowerBound,
                    span.lowerBound
                )...max(times?.upperBound ?? span.upperBound, span.upperBound)
        }
    }
}

extension Advice {
    private static var hour: Int64 { ServiceLimits.futureSeconds * 1_000 }
    private static var day: Int64 { 86_400_000 }
    /// That so many events have one time can hardly be.
    private static var eventsOfOneTime: Int { 10 }

    /// What there is to say, in the order of `AdviceKind`.
    package var notes: [AdviceNote] {
        AdviceKind.allCases.compactMap(note)
    }

    private func note(_ kind: AdviceKind) -> AdviceNote? {
        switch kind {
        case .tooManyOfOneUser: return tooManyOfOneUser
        case .tooManyNames:
            guard let line = names.firstLine(beyond: ServiceLimits.eventNames) else { return nil }
            return AdviceNote(kind: kind, count: names.count, firstLine: line, isEstimate: names.isFull)
        case .sharedInsertID:
            guard let found = ids.found else { return nil }
            // One of them at least was there first.
            let count = min(found.count, eventsWithInsertID - 1)
            let isEstimate = sample.isPart || ids.share > 1
            return AdviceNote(kind: kind, count: count, firstLine: found.firstLine, isEstimate: isEstimate)
        case .oneTime:
            guard eventsWithTime >= Self.eventsOfOneTime, let times, times.lowerBound == times.upperBound else {
                return nil
            }
            return AdviceNote(kind: kind, count: eventsWithTime, firstLine: firstTimedLine, isEstimate: false)
        case .inTheComingHour, .olderThanTwoYears, .olderThanFiveYears:
            let tally = tallies[Int(kind.rawValue)]
            guard tally.events.first > 0 else { return nil }
            return AdviceNote(kind: kind, count: tally.events.first, firstLine: tally.firstLine, isEstimate: false)
        case .roundedID:
            // By chance one of ten such ids ends like that.
            guard let note = counted(kind), note.count >= 2, note.count * 2 > longIDs else { return nil }
            return note
        case .ignored, .cutTexts, .noPlace, .privateAddress: return counted(kind)
        }
    }

    /// Those that have too many even if what stood for others stood for too many.
    private var tooManyOfOneUser: AdviceNote? {
        let limit = Double(ServiceLimits.eventsOfOneUserADay) * sample.excess(stride: 1 << Int(strideBits))
        let heavy = users.certainlyOver(Int(limit.rounded(.up)))
        guard let first = heavy.map(\.firstLine).min() else { return nil }
        return AdviceNote(
            kind: .tooManyOfOneUser,
            count: min(heavy.count, sample.events / ServiceLimits.eventsOfOneUserADay),
            firstLine: first,
            isEstimate: sample.isPart
        )
    }

    private func counted(_ kind: AdviceKind) -> AdviceNote? {
        let tally = tallies[Int(kind.rawValue)]
        guard tally.events.all > 0 else { return nil }
        let estimate = sample.estimate(tally.events)
        return AdviceNote(
            kind: kind,
            count: estimate.events,
            firstLine: tally.firstLine,
            isEstimate: sample.isPart,
            standardError: sample.isPart ? estimate.standardError : nil
        )
    }
}
