/// What clocks show somewhere: in UTC, at a fixed offset, or by the rules of a zone in the tz database.
///
/// The rules are read from the files that the C library reads, but not through it: it knows one zone a process, and
/// asking it takes a lock.
package struct TimeZoneRules: Sendable {
    package static let utc = TimeZoneRules(offset: 0)

    /// Seconds east of UTC until the first change.
    private let firstOffset: Int64
    private let changes: [WallClockChange]
    /// From here on, in wall-clock seconds, the changes of the 400 years before come again: so long is the cycle of the
    /// calendar, and it is a whole number of weeks.
    private let cycleEnd: Int64

    private static var cycleSeconds: Int64 { 146_097 * 86_400 }

    package init(offset: Int) {
        firstOffset = Int64(offset)
        changes = []
        cycleEnd = .max
    }

    /// `UTC`, an offset like `+05:30`, or a name in the database: in the folder `TZDIR`, else `/usr/share/zoneinfo`.
    package init(name: String) throws(TimeZoneError) {
        var utf8 = name
        if let offset = utf8.withUTF8({ UTCOffset.seconds(UnsafeRawBufferPointer($0)) }) {
            self.init(offset: offset)
        } else {
            self = try TimeZoneDatabase.rules(named: name)
        }
    }

    init(_ file: TimeZoneFile) {
        firstOffset = Int64(file.firstOffset)
        var all = file.changes
        var end = Int64.max
        if let yearly = file.yearly {
            let first = all.last.map { CivilDate.year(ofDays: Int($0.time / 86_400)) } ?? 1970
            let explicitEnd = all.last?.time ?? .min
            for year in first...(first + 400) {
                all += yearly.changes(inYear: year).filter { $0.time > explicitEnd }
            }
            end = Int64(CivilDate.days(year: first + 401, month: 1, day: 1)) * 86_400
        }
        cycleEnd = end
        changes = WallClockChange.list(of: all, before: firstOffset)
    }

    /// The moment at which a clock here shows the time that a clock in UTC shows at `wallClock`. Of two such moments
    /// the first; a time that the clock skips counts by the offset before the gap.
    @inline(__always)
    package func seconds(ofWallClock wallClock: Int64) -> Int64 {
        changes.isEmpty ? wallClock - firstOffset : wallClock - offset(atWallClock: wallClock)
    }

    @inline(never)
    private func offset(atWallClock wallClock: Int64) -> Int64 {
        var time = wallClock
        if time >= cycleEnd { time -= ((time - cycleEnd) / Self.cycleSeconds + 1) * Self.cycleSeconds }
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].wallClock <= time { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? firstOffset : changes[low - 1].offset
    }
}

/// A moment at which the offset from UTC becomes another.
struct OffsetChange {
    /// Seconds since the epoch.
    var time: Int64
    var offset: Int
}

/// From which time on a clock is to be read with which offset.
private struct WallClockChange {
    var wallClock: Int64
    var offset: Int64

    /// Around a change the clock shows some times twice, or leaves some out; both end when the later of the two
    /// readings of that moment is reached. Until then the offset of before is the one to use.
    static func list(of changes: [OffsetChange], before firstOffset: Int64) -> [WallClockChange] {
        var offset = firstOffset
        var list: [WallClockChange] = []
        list.reserveCapacity(changes.count)
        for change in changes where Int64(change.offset) != offset {
            let wallClock = change.time &+ max(offset, Int64(change.offset))
            offset = Int64(change.offset)
            // Where one change follows another within hours, a time that the earlier one repeats is still its.
            list.append(WallClockChange(wallClock: max(wallClock, list.last?.wallClock ?? .min), offset: offset))
        }
        return list
    }
}
