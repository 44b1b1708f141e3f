/// How a line becomes what is sent, or what its row says instead: scan, rules, id. The same for every line of a run,
/// and a pure function of the line and its number, so that a later run comes to the same result.
package struct Preparation: Sendable {
    /// A longer line is rejected; its line end does not count.
    package var maxLineBytes = BatchLimits().lineBytes
    package var insertID = InsertID.Policy.derive
    /// What a line becomes before it is looked at as an event; nil: it is the event.
    package var mapping: EventMapping?
    /// With a time (seconds since the epoch) every line is also checked by the service's documented rules.
    package var checksServiceRulesAt: Int64?

    /// With a level of compression, a forecast is made of each batch.
    package var foretellsAtLevel: Int?
    /// With a time (seconds since the epoch) events are counted by name and day, and some are looked at for advice.
    package var observesAt: Int64?

    package init() {}

    package func prepare(_ batch: Batch) -> PreparedBatch {
        PreparedBatch(batch, by: self)
    }

    /// `line` is without its `\n`; a CR before it is part of the line's end.
    @inline(__always)
    func checkLength(_ line: UnsafeRawBufferPointer) throws(LineFault) {
        let length = line.last == 0x0D ? line.count - 1 : line.count
        guard length <= maxLineBytes else { throw LineFault(.lineTooLong(bytes: length, limit: maxLineBytes)) }
    }

    /// The event on a line, without its `\n`; nil where there is nothing but whitespace. Throws the verdict on a line
    /// that is not sent.
    @inline(__always)
    func event(in line: UnsafeRawBufferPointer) throws(LineFault) -> EventScan? {
        let scan: EventScan?
        do throws(EventFault) {
            scan = try EventScanner.scan(line)
        } catch {
            throw LineFault(error, in: line)
        }
        guard let scan else { return nil }
        try check(line, scan)
        return scan
    }

    /// The id that the line's event is sent under, escapes resolved. nil where there is no event, or its id is no
    /// string. Sending and resuming both ask here, so that a row and its line are compared by the same rule.
    package func insertIDText(of line: UnsafeRawBufferPointer, number: Int) -> String? {
        guard let mapping else { return idText(of: line, number) }
        var text: [UInt8] = []
        var scratch = MappingScratch()
        switch mapping.transform(line, into: &text, scratch: &scratch) {
        case .unchanged(let range): return idText(of: UnsafeRawBufferPointer(rebasing: line[range]), number)
        case .written: return text.withUnsafeBytes { idText(of: $0, number) }
        case .blank, .skipped, .rejected: return nil
        }
    }

    /// Whether the line is left out. Without a mapping none is.
    package func isSkipped(_ line: UnsafeRawBufferPointer) -> Bool {
        guard let mapping else { return false }
        var text: [UInt8] = []
        var scratch = MappingScratch()
        if case .skipped = mapping.transform(line, into: &text, scratch: &scratch) { return true }
        return false
    }

    private func idText(of event: UnsafeRawBufferPointer, _ number: Int) -> String? {
        let scan: EventScan?
        do throws(EventFault) {
            scan = try EventScanner.scan(event)
        } catch {
            return nil
        }
        return scan.flatMap { id(of: $0, in: event, number: number).text }
    }

    /// The id of an event in `text`, which is the line or what was made of it.
    @inline(__always)
    func id(of event: EventScan, in text: UnsafeRawBufferPointer, number: Int) -> EventID {
        guard let own = event.insertID else {
            let bytes = UnsafeRawBufferPointer(rebasing: text[event.start..<event.end])
            return .derived(bytes, line: insertID == .line ? number : nil)
        }
        guard own.kind == .string else { return .notText }
        return .own(UnsafeRawBufferPointer(rebasing: text[own.start..<own.end]))
    }

    /// What is wanted of an event beyond being one.
    func check(_ line: UnsafeRawBufferPointer, _ scan: EventScan) throws(LineFault) {
        if insertID == .require, scan.insertID == nil {
            throw LineFault(Verdict(.rejected, by: .mixport, .missingInsertID, "properties has no $insert_id"))
        }
        guard let now = checksServiceRulesAt else { return }
        let isDerived = scan.insertID == nil
        if let violation = ServiceRules.violation(of: line, scan: scan, now: now, insertIDIsDerived: isDerived) {
            var verdict = Verdict(.rejected, by: .mixport, .validation, violation.message)
            verdict.field = violation.field
            throw LineFault(verdict)
        }
    }
}
