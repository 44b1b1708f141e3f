/// A batch whose lines have been told apart: events to send, lines at fault, blank lines.
///
/// What was read and what is sent are two things: `raw` goes to the rejects and pending files, `text` into requests.
package struct PreparedBatch: Sendable {
    /// An event's place in the bytes to send.
    package struct Event: Sendable {
        package var line: Int32
        /// The object, without the whitespace around it.
        package var start: Int32
        package var end: Int32
        package var id: ID
    }

    package enum ID: Sendable {
        /// The text between the quotes, as the event has it.
        case own(start: Int32, end: Int32)
        /// The event has one that is no string, which the service judges.
        case notText
        /// In `derivedIDs`, to be spliced in at this offset of the text.
        case derived(index: Int32, spliceAt: Int32, beforeMember: Bool)
    }

    /// The lines as they were read.
    package let raw: Batch
    package private(set) var events: [Event] = []
    /// One slot a line: what is known of it before anything is sent. nil for a line with an event.
    package internal(set) var verdicts: LineVerdicts
    /// The bytes to send; the raw ones where lines are sent as they are, which costs no copy.
    var text: [UInt8]
    /// Changes by a mapping that the summary counts.
    package internal(set) var mappingCounts = MappingCounts()
    private var derivedIDs: [UInt8] = []
    /// Where they are asked for.
    private var outlook: Outlook?
    private var advice: Advice?
    /// One row an event, where events are counted.
    package private(set) var table: EventTable?

    init(_ batch: Batch, by preparation: Preparation) {
        raw = batch
        if preparation.foretellsAtLevel != nil, let now = preparation.checksServiceRulesAt {
            outlook = Outlook(now: now)
        }
        if let now = preparation.observesAt {
            table = EventTable(capacity: batch.count)
            if outlook == nil { advice = Advice(now: now * 1_000, stride: Advice.strideOfImport) }
        }
        defer { if let level = preparation.foretellsAtLevel { addRequest(level: level) } }
        verdicts = LineVerdicts(lines: batch.count)
        events.reserveCapacity(batch.count)
        if let mapping = preparation.mapping {
            text = []
            prepareMappedLines(mapping, preparation)
        } else {
            text = batch.bytes
            prepareLinesAsTheyAre(preparation)
        }
        observeTable()
    }

    private mutating func prepareLinesAsTheyAre(_ preparation: Preparation) {
        forEachLine(preparation) { (batch, line, content, offset) throws(LineFault) in
            try batch.prepare(line, content, at: offset, preparation)
        }
    }

    /// Calls `body` with each line that is not at fault already: its index, its bytes without the `\n`, and where they
    /// stand. Throwing sets the line's verdict.
    @inline(__always)
    mutating func forEachLine(
        _ preparation: Preparation,
        _ body: (inout PreparedBatch, Int, UnsafeRawBufferPointer, Int) throws(LineFault) -> Void
    ) {
        let raw = raw
        raw.bytes.withUnsafeBytes { bytes in
            for line in 0..<raw.count {
                let range = raw.range(ofLine: line)
                let content = UnsafeRawBufferPointer(rebasing: bytes[range.lowerBound..<(range.upperBound - 1)])
                do throws(LineFault) {
                    if !raw.faults.isEmpty, let verdict = raw.faults[line] { throw LineFault(verdict) }
                    try preparation.checkLength(content)
                    try body(&self, line, content, range.lowerBound)
                } catch {
                    verdicts.set(error.verdict, ofLine: line)
                }
            }
        }
    }

    /// `content` stands at `offset` of the text.
    @inline(__always)
    mutating func prepare(
        _ line: Int,
        _ content: UnsafeRawBufferPointer,
        at offset: Int,
        _ preparation: Preparation
    ) throws(LineFault) {
        guard let event = try preparation.event(in: content) else { return verdicts.set(.blank, ofLine: line) }
        add(event, line, content, at: offset, preparation)
    }

    @inline(__always)
    mutating func add(
        _ event: EventScan,
        _ line: Int,
        _ content: UnsafeRawBufferPointer,
        at offset: Int,
        _ preparation: Preparation
    ) {
        let number = raw.numbers.number(ofLine: line)
        let id = preparation.id(of: event, in: content, number: number)
        append(event, id, line: line, at: offset)
        if outlook != nil { outlook?.add(content, event, line: number, idIsOfLine: preparation.insertID == .line) }
        if table != nil { table?.add(content, event) }
        if advice != nil { advice?.add(content, event, line: number) }
    }

    private mutating func observeTable() {
        guard let table, var advice = advice.take() else { return }
        advice.add(table) { row in number(ofEvent: row) }
        self.advice = advice
    }

    private mutating func addRequest(level: Int) {
        guard var outlook = outlook.take() else { return }
        outlook.add(requestOf: self, level: level)
        self.outlook = outlook
    }

    /// To be called once.
    mutating func takeOutlook() -> Outlook? { outlook.take() }

    /// Once.
    mutating func takeAdvice() -> Advice? { advice.take() }

    @inline(__always)
    private mutating func append(_ scan: EventScan, _ eventID: EventID, line: Int, at offset: Int) {
        let id: ID
        switch eventID {
        case .own:
            guard let own = scan.insertID else { preconditionFailure("an event's own id stands in it") }
            id = .own(start: Int32(offset + own.start + 1), end: Int32(offset + own.end - 1))
        case .notText:
            id = .notText
        case .derived(let bytes, let number):
            let index = Int32(derivedIDs.count)
            InsertID.derive(from: bytes, line: number, into: &derivedIDs)
            let spliceAt = Int32(offset + scan.properties.start + 1)
            id = .derived(index: index, spliceAt: spliceAt, beforeMember: scan.propertyCount > 0)
        }
        let object = (start: Int32(offset + scan.start), end: Int32(offset + scan.end))
        events.append(Event(line: Int32(line), start: object.start, end: object.end, id: id))
    }

    /// The id as it is sent: JSON string content, escapes as the event has them. nil where it is no string.
    package func insertID(of event: Event) -> ArraySlice<UInt8>? {
        switch event.id {
        case .own(let start, let end): text[Int(start)..<Int(end)]
        case .notText: nil
        case .derived(let index, _, _): derivedIDs[Int(index)..<(Int(index) + InsertID.bytes)]
        }
    }

    /// The id as text, escapes resolved.
    package func insertIDText(ofEvent index: Int) -> String? {
        guard case .own(let start, let end) = events[index].id else {
            return insertID(of: events[index]).map { String(decoding: $0, as: UTF8.self) }
        }
        return text.withUnsafeBytes { bytes in
            EventID.own(UnsafeRawBufferPointer(rebasing: bytes[Int(start - 1)..<Int(end + 1)])).text
        }
    }

    /// The number, from 1, of the line that an event stands on.
    package func number(ofEvent index: Int) -> Int { raw.numbers.number(ofLine: Int(events[index].line)) }
}
