/// Notices what the service takes and then changes, hides or loses in silence. Fed with events that are sent; parts of
/// a run have their own, which are merged in any order. Its memory is bounded whatever the input.
///
/// A walk over the properties and the hashes cost some times as much as scanning the event. A dry run looks at every
/// event. An import that cannot spare that looks at those of the first 4,096 lines and then at 1 of `stride`, chosen by
/// a hash of the line's number so that no pattern in the input can hide from it; its counts are then estimates. Of ids
/// that events share it then looks at 1 of `stride` ids, and at all events that have one of these.
package struct Advice: Sendable {
    private let now: Int64
    private let strideBits: UInt64

    private var tallies = [Tally](repeating: Tally(), count: AdviceKind.allCases.count)
    private var longIDs = 0
    private var looked = 0
    /// Whether an event was looked at that stands for others too.
    private var isSample = false
    private var users = SpaceSaving(capacity: 2_048)
    private var names = NameSet()
    private var ids = SharedIDs()
    private var times: ClosedRange<Int64>?
    private var firstLine = Int.max

    private struct Tally {
        var count = 0
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

    /// How many events the one on a line stands for.
    private func weight(_ line: Int) -> Int { line <= Self.firstLines ? 1 : 1 << Int(strideBits) }

    /// An event that is sent. Inlined, so that an event that is not looked at costs a few instructions and no copy.
    ///
    /// - Parameters:
    ///   - scan: Of exactly these bytes.
    ///   - line: From 1.
    @inline(__always)
    package mutating func add(_ text: UnsafeRawBufferPointer, _ scan: EventScan, line: Int) {
        let isFirst = line <= Self.firstLines
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
        let weight = weight(event.line)
        looked += weight
        if weight > 1 { isSample = true }
        firstLine = min(firstLine, event.line)
        let name = event.withName { name in
            names.add(ByteHash.hash(name), line: event.line)
            return name.count
        }
        let time = event.milliseconds
        if let time { look(at: time, event.line) }
        if let user = event.distinctIDHash, let time {
            users.add(ByteHash.combine(UInt64(bitPattern: time / Self.day), user), line: event.line, count: weight)
        }
        var traits = PropertyTraits(event.properties)
        traits.take(id: event.distinctID)
        traits.take(id: event.insertID)
        if traits.isIgnored { note(.ignored, event.line) }
        if traits.hasCutText || name > ServiceLimits.textBytes { note(.cutTexts, event.line) }
        if !traits.hasPlace { note(.noPlace, event.line) }
        if traits.hasPrivateAddress { note(.privateAddress, event.line) }
        if traits.roundedIDs > 0 { note(.roundedID, event.line) }
        longIDs += traits.longIDs > 0 ? weight : 0
    }

    private mutating func look(at time: Int64, _ line: Int) {
        times = min(times?.lowerBound ?? time, time)...max(times?.upperBound ?? time, time)
        let age = now - time
        if age < 0, age >= -Self.hour { note(.inTheComingHour, line) }
        if age > ServiceLimits.retentionDays.old * Self.day {
            note(.olderThanFiveYears, line)
        } else if age > ServiceLimits.retentionDays.new * Self.day {
            note(.olderThanTwoYears, line)
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

    @inline(__always)
    private mutating func note(_ kind: AdviceKind, _ line: Int) {
        tallies[Int(kind.rawValue)].count += weight(line)
        tallies[Int(kind.rawValue)].firstLine = min(tallies[Int(kind.rawValue)].firstLine, line)
    }

    /// Of another with the same `now` and `stride`.
    package mutating func merge(_ other: Advice) {
        for index in tallies.indices {
            tallies[index].count += other.tallies[index].count
            tallies[index].firstLine = min(tallies[index].firstLine, other.tallies[index].firstLine)
        }
        longIDs += other.longIDs
        looked += other.looked
        isSample = isSample || other.isSample
        users.merge(other.users)
        names.merge(other.names)
        ids.merge(other.ids)
        firstLine = min(firstLine, other.firstLine)
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
        case .tooManyOfOneUser:
            let heavy = users.certainlyOver(ServiceLimits.eventsOfOneUserADay)
            guard let first = heavy.map(\.firstLine).min() else { return nil }
            return AdviceNote(kind: kind, count: heavy.count, firstLine: first, isEstimate: isSample)
        case .tooManyNames:
            guard let line = names.firstLine(beyond: ServiceLimits.eventNames) else { return nil }
            return AdviceNote(kind: kind, count: names.count, firstLine: line, isEstimate: isSample || names.isFull)
        case .sharedInsertID:
            guard let found = ids.found else { return nil }
            let isEstimate = isSample || ids.share > 1
            return AdviceNote(kind: kind, count: found.count, firstLine: found.firstLine, isEstimate: isEstimate)
        case .oneTime:
            guard looked >= Self.eventsOfOneTime, let times, times.lowerBound == times.upperBound else { return nil }
            return counted(kind, looked, firstLine)
        case .roundedID:
            // By chance one of ten such ids ends like that.
            let tally = tallies[Int(kind.rawValue)]
            return tally.count >= 2 && tally.count * 2 > longIDs ? counted(kind, tally.count, tally.firstLine) : nil
        default:
            let tally = tallies[Int(kind.rawValue)]
            return tally.count > 0 ? counted(kind, tally.count, tally.firstLine) : nil
        }
    }

    private func counted(_ kind: AdviceKind, _ count: Int, _ firstLine: Int) -> AdviceNote {
        AdviceNote(kind: kind, count: count, firstLine: firstLine, isEstimate: isSample)
    }
}
