internal import SystemPackage

/// The events of Mixpanel's raw export: one a line, of one file or of several after each other.
/// https://docs.mixpanel.com/reference/raw-event-export
struct ExportReader: ~Copyable {
    struct Event {
        /// nil for an event without one that is text.
        var fingerprint: UInt64?
        /// Days since 1970-01-01, 0 where it has no time.
        var day: UInt16
        /// Mixpanel has given it another name: https://docs.mixpanel.com/docs/tracking-best-practices/hot-shard-limits
        var isHotShard: Bool
    }

    private static let hotShardName: StaticString = "\"$hotshard_events\""
    private var lines: TextLines

    init(_ descriptor: FileDescriptor) throws(VerificationError) {
        do throws(InputError) {
            lines = try TextLines(descriptor)
        } catch {
            throw .export(error)
        }
    }

    var bytes: Int { lines.bytes }

    /// Throws where the export is not complete, as far as it shows.
    mutating func readEvents(_ body: (Event) -> Void) throws(VerificationError) {
        while let line = try nextLine() {
            do throws(EventFault) {
                guard let scan = try EventScanner.scan(line) else {
                    guard lines.isTooLong else { continue }
                    throw EventFault(reason: .lineTooLong, column: nil, message: "The line is too long for an event.")
                }
                body(Self.event(scan, in: line))
            } catch {
                try read(oddLine: line, error, body)
            }
        }
    }

    private mutating func nextLine() throws(VerificationError) -> UnsafeRawBufferPointer? {
        do throws(InputError) {
            return try lines.next()
        } catch {
            throw .export(error)
        }
    }

    @inline(__always)
    private static func event(_ scan: EventScan, in line: UnsafeRawBufferPointer) -> Event {
        var event = Event(fingerprint: nil, day: EventDay.day(of: scan.time, in: line), isHotShard: false)
        if let id = scan.insertID, id.kind == .string {
            event.fingerprint = Fingerprint.of(UnsafeRawBufferPointer(rebasing: line[id.start..<id.end]))
        }
        let name = line[scan.event.start..<scan.event.end]
        if name.count == hotShardName.utf8CodeUnitCount {
            event.isHotShard = name.elementsEqual(
                UnsafeRawBufferPointer(
                    start: hotShardName.utf8Start,
                    count: hotShardName.utf8CodeUnitCount
                )
            )
        }
        return event
    }

    /// A line that is not one event as JSON has it.
    private func read(
        oddLine line: UnsafeRawBufferPointer,
        _ fault: EventFault,
        _ body: (Event) -> Void
    ) throws(VerificationError) {
        let odd = OddExportLine(line)
        if odd.saysTerminatedEarly { throw .export(.exportBrokeOff) }
        for text in odd.events {
            let event = text.withUnsafeBytes { bytes in
                do throws(EventFault) {
                    return try EventScanner.scan(bytes).map { Self.event($0, in: bytes) }
                } catch {
                    // Which of two ids it is known by cannot be said; it is an event all the same.
                    let isEvent = error.reason == .duplicateKey
                    return isEvent ? Event(fingerprint: nil, day: 0, isHotShard: false) : nil
                }
            }
            guard let event else {
                throw .noEvent(line: lines.number, message: fault.message, beginning: odd.beginning)
            }
            body(event)
        }
    }
}
