/// The names and times of the events of one batch, one row an event, so that those that are imported can be counted once
/// that is known.
package struct EventTable: Sendable {
    struct Row {
        /// In `names`.
        var name: Int32
        /// Since 1970, in milliseconds; `noTime` where it cannot be read.
        var milliseconds: Int64
    }

    struct Name {
        var hash: UInt64
        /// No more of it than the service keeps.
        var text: [UInt8]
        var firstRow: Int
    }

    static var noTime: Int64 { .min }

    private(set) var rows: [Row] = []
    private(set) var names: [Name] = []
    private var places = HashIndex()

    package init(capacity: Int) {
        rows.reserveCapacity(capacity)
    }

    /// `scan` is of exactly these bytes.
    @inline(__always)
    mutating func add(_ text: UnsafeRawBufferPointer, _ scan: borrowing EventScan) {
        let event = ObservedEvent(text, copy scan, line: 0)
        let name = event.withName { name in
            let hash = ByteHash.hash(name)
            // Most events follow one of the same name.
            if let last = rows.last, names[Int(last.name)].hash == hash { return Int(last.name) }
            return places[hash] ?? insert(name, hash)
        }
        rows.append(Row(name: Int32(name), milliseconds: event.milliseconds ?? Self.noTime))
    }

    @inline(never)
    private mutating func insert(_ name: UnsafeRawBufferPointer, _ hash: UInt64) -> Int {
        places.set(names.count, for: hash)
        names.append(Name(hash: hash, text: Array(name.prefix(ServiceLimits.textBytes)), firstRow: rows.count))
        return names.count - 1
    }
}
