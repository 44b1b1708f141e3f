internal import Gzip

/// What a validation says beyond the verdicts: the forecast of an import, and advice on the events.
package struct Outlook: Sendable {
    package private(set) var forecast = Forecast()
    package private(set) var advice: Advice
    /// The first events of the input, as they would be sent.
    package private(set) var firstEvents: [SentEvent] = []
    /// Bytes of the bodies that were compressed to see how small they get, before and after.
    private var sample = (plain: 0, compressed: 0)
    /// The same of the beginnings of other bodies, for a run that has none of those.
    private var beginnings = (plain: 0, compressed: 0)

    /// One batch of so many is compressed.
    private static let batchesOfSample = 8
    private static let eventsOfBeginning = 64

    private static let mostFirstEvents = 3

    /// `now`: seconds since 1970-01-01T00:00:00Z.
    init(now: Int64) {
        advice = Advice(now: now * 1_000)
    }

    /// `scan` is of exactly these bytes.
    mutating func add(_ text: UnsafeRawBufferPointer, _ scan: EventScan, line: Int, idIsOfLine: Bool) {
        forecast.add(text, scan, line: line, idIsOfLine: idIsOfLine)
        advice.add(text, scan, line: line)
    }

    /// The request that would carry the events of a batch.
    mutating func add(requestOf batch: borrowing PreparedBatch, level: Int) {
        let events = 0..<batch.events.count
        guard !events.isEmpty else { return }
        for index in events.prefix(Self.mostFirstEvents) { firstEvents.append(SentEvent(index, of: batch)) }
        let plain = batch.bodyBytes(of: events)
        forecast.addRequest(plainBytes: plain, compressedBytes: 0)
        let place = batch.raw.numbers.number(ofLine: 0) / ServiceLimits.eventsPerRequest
        if place.isMultiple(of: Self.batchesOfSample) || events.count <= Self.eventsOfBeginning {
            sample.plain += plain
            sample.compressed += Self.compressedBytes(of: batch, events, level: level)
        } else {
            let first = events.prefix(Self.eventsOfBeginning)
            beginnings.plain += batch.bodyBytes(of: first)
            beginnings.compressed += Self.compressedBytes(of: batch, first, level: level)
        }
    }

    private static func compressedBytes(of batch: borrowing PreparedBatch, _ events: Range<Int>, level: Int) -> Int {
        var deflater = GzipDeflater(level: level, expectedBytes: batch.bodyBytes(of: events))
        batch.forEachRun(of: events) { deflater.append($0) }
        return deflater.finish().count
    }

    mutating func merge(_ other: Outlook) {
        forecast.merge(other.forecast)
        advice.merge(other.advice)
        firstEvents = Array((firstEvents + other.firstEvents).sorted { $0.line < $1.line }.prefix(Self.mostFirstEvents))
        sample.plain += other.sample.plain
        sample.compressed += other.sample.compressed
        beginnings.plain += other.beginnings.plain
        beginnings.compressed += other.beginnings.compressed
    }

    /// Of all bodies, as a rule estimated from a part of them.
    package var compressedBytes: Int {
        let sample = self.sample.plain > 0 ? self.sample : beginnings
        guard sample.plain > 0 else { return 0 }
        return Int(Double(forecast.plainBytes) * Double(sample.compressed) / Double(sample.plain))
    }

    /// Not all bodies were compressed.
    package var compressedBytesAreEstimate: Bool { sample.plain < forecast.plainBytes }
}
