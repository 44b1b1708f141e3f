extension EventMapping {
    /// Appends the event to `output`, never with a line break, where it is not a part of the line as it stands.
    /// `scratch` is used again from line to line.
    package func transform(
        _ line: UnsafeRawBufferPointer,
        into output: inout [UInt8],
        scratch: inout MappingScratch
    ) -> MappedLine {
        guard let base = line.baseAddress else { return .blank }
        let counts = scratch.counts
        let result = pool.bytes.withUnsafeBytes { constants -> MappedLine in
            let line = JSONLine(start: base, end: base + line.count)
            scratch.begin(line, constants.baseAddress!, nodes: tree.nodes.count)
            do throws(EventFault) {
                return try transform(line, into: &output, &scratch)
            } catch {
                return .rejected(error)
            }
        }
        if result != .written { scratch.counts = counts }
        return result
    }

    private func transform(
        _ line: JSONLine,
        into output: inout [UInt8],
        _ scratch: inout MappingScratch
    ) throws(EventFault) -> MappedLine {
        var start = line.skipWhitespace(line.start)
        if start == line.end { return .blank }
        if skipsPrefix {
            guard let object = line.beginningOfObject(from: start) else { return .skipped(.prefix) }
            start = object
        }
        try enterLine(line, from: start, &scratch)
        if let reason = try takeSteps(&scratch) { return .skipped(reason) }
        if !keepsLines { return try build(into: &output, &scratch) }
        if let reason = try outside(&scratch) { return .skipped(reason) }
        let document = scratch.document
        if document.start >= line.start, document.end <= line.end {
            return .unchanged((document.start - line.start)..<(document.end - line.start))
        }
        scratch.write(document: document)
        scratch.moveOutput(to: &output)
        return .written
    }

    private func enterLine(
        _ line: JSONLine,
        from start: UnsafeRawPointer,
        _ scratch: inout MappingScratch
    ) throws(EventFault) {
        try enter(line, from: start, &scratch)
        let document = scratch.document
        let end = line.skipWhitespace(document.end)
        if end != line.end { throw scratch.eventFault(line.fault(at: end, .endOfLine), in: line) }
        if document.kind != .object { throw .notObject(document.kind, at: start - line.start) }
        if !readsLine { return }
        do throws(JSONFault) {
            _ = try walk(line, from: start, node: tree.lineRoot, &scratch)
        } catch {
            throw scratch.eventFault(error, in: line)
        }
    }

    private func takeSteps(_ scratch: inout MappingScratch) throws(EventFault) -> SkipReason? {
        for index in steps.indices {
            switch steps[index] {
            case .where(let condition): if !holds(condition: condition, &scratch) { return .where }
            case .unwrap(let term): if try !unwrap(term, &scratch) { return .unwrap }
            }
        }
        return nil
    }

    /// Whether an event that stays as it is lies outside the limits of time. One without a time does not.
    private func outside(_ scratch: inout MappingScratch) throws(EventFault) -> SkipReason? {
        if since == nil && until == nil { return nil }
        let isInner = scratch.slots[fields.ownProperties].kind == .object
        let value = scratch.slots[isInner ? fields.ownTime : fields.outerTime]
        switch reader.milliseconds(ofJSONValue: value.bytes) {
        case .missing: return nil
        case .milliseconds(let time): return outside(time)
        case .bad(_, let fault): throw .badTime(fault, at: scratch.column(value))
        }
    }

    func outside(_ time: Int64) -> SkipReason? {
        if let since, time < since { return .since }
        if let until, time >= until { return .until }
        return nil
    }
}
