internal import MixpanelImport

/// The rows of an export, a piece at a time.
struct ExportedRows {
    private let kept: KeptEvents
    private let query: ExportQuery
    /// Events that arrived later are not there yet.
    private let latest: Duration
    /// Milliseconds since the epoch, for what the service writes into a row.
    private let startedAt: Int64
    private var block = 0
    private var index = 0
    private var rows = 0

    init(_ kept: KeptEvents, _ query: ExportQuery, upTo latest: Duration, startedAt: Int64) {
        self.kept = kept
        self.query = query
        self.latest = latest
        self.startedAt = startedAt
    }

    /// More rows, about `size` bytes; nil when none is left.
    mutating func next(size: Int) -> [UInt8]? {
        var text: [UInt8] = []
        text.reserveCapacity(size + 4_096)
        while text.count < size, rows < query.limit, block < kept.blocks.count {
            let events = kept.blocks[block].events
            guard index < events.count else {
                (block, index) = (block + 1, 0)
                continue
            }
            let event = events[index]
            index += 1
            guard !event.isLost, event.arrived <= latest else { continue }
            kept.blocks[block].bytes.withUnsafeBytes { bytes in
                append(UnsafeRawBufferPointer(rebasing: bytes[Int(event.start)..<Int(event.end)]), event, to: &text)
            }
        }
        return text.isEmpty ? nil : text
    }

    /// What the service takes for granted is there: the event was accepted.
    private mutating func append(
        _ event: UnsafeRawBufferPointer,
        _ kept: KeptEvents.Event,
        to text: inout [UInt8]
    ) {
        guard let scan = try? EventScanner.scan(event), let time = scan.time else { return }
        guard query.days.contains(EventDay.day(of: time, in: event)) else { return }
        rows += 1
        let end = scan.properties.end - 1
        Self.append(event[scan.start..<time.start], to: &text)
        text += "\(milliseconds(event[time.start..<time.end]))".utf8
        Self.append(event[time.end..<end], to: &text)
        let arrived = startedAt + kept.arrived.milliseconds
        text +=
            """
            ,"$import":true,"$mp_api_endpoint":"127.0.0.1","$mp_api_timestamp_ms":\(arrived),\
            "$mp_event_size":\(event.count),"mp_processing_time_ms":\(arrived)
            """.utf8
        Self.append(event[end..<scan.end], to: &text)
        text.append(UInt8(ascii: "\n"))
    }

    /// In the unit that was asked for.
    private func milliseconds(_ digits: Slice<UnsafeRawBufferPointer>) -> Int64 {
        let whole = Int64(String(decoding: digits.prefix { $0 != UInt8(ascii: ".") }, as: UTF8.self)) ?? 0
        let isMilliseconds = whole >= ServiceLimits.millisecondsFrom
        switch (isMilliseconds, query.hasMilliseconds) {
        case (true, false): return whole / 1_000
        case (false, true): return whole * 1_000
        default: return whole
        }
    }

    /// Between tokens an event may have line breaks, a row may not.
    private static func append(_ part: Slice<UnsafeRawBufferPointer>, to text: inout [UInt8]) {
        let start = text.count
        text += part
        for place in start..<text.count where text[place] == 0x0A || text[place] == 0x0D { text[place] = 0x20 }
    }
}
