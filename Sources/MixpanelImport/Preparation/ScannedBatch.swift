/// A batch whose lines have been told apart: events to send, lines at fault, blank lines.
package struct ScannedBatch: Sendable {
    /// An event's place in the batch's bytes.
    package struct Event: Sendable {
        package var line: Int32
        /// The object, without the whitespace around it.
        package var start: Int32
        package var end: Int32
        package var id: ID
    }

    package enum ID: Sendable {
        /// The text between the quotes, as the line has it.
        case own(start: Int32, end: Int32)
        /// The line has one that is no string: the service's to judge.
        case notText
        /// In `derivedIDs`, to be spliced in at this offset of the batch's bytes.
        case derived(index: Int32, spliceAt: Int32, beforeMember: Bool)
    }

    /// A line that is not sent.
    package struct Fault: Sendable {
        package var line: Int
        package var verdict: Verdict
    }

    package let batch: Batch
    package private(set) var events: [Event] = []
    package private(set) var faults: [Fault] = []
    private var derivedIDs: [UInt8] = []

    package init(_ batch: Batch, rules: LineRules) {
        self.batch = batch
        events.reserveCapacity(batch.count)
        batch.bytes.withUnsafeBytes { bytes in
            for line in 0..<batch.count {
                scan(line, in: bytes, rules)
            }
        }
    }

    private mutating func scan(_ line: Int, in bytes: UnsafeRawBufferPointer, _ rules: LineRules) {
        let range = batch.range(ofLine: line)
        let content = UnsafeRawBufferPointer(rebasing: bytes[range.lowerBound..<(range.upperBound - 1)])
        do throws(EventFault) {
            if let verdict = rules.verdict(onLengthOf: content) {
                return faults.append(.init(line: line, verdict: verdict))
            }
            guard let scan = try EventScanner.scan(content) else { return }
            if let verdict = rules.verdict(on: content, scan) {
                return faults.append(.init(line: line, verdict: verdict))
            }
            append(scan, line: line, at: range.lowerBound, in: bytes, rules.insertID)
        } catch {
            var verdict = Verdict(error)
            if error.reason == .notJSON, content.dropLast().contains(0x0D) {
                verdict.message? += Self.carriageReturnHint
            }
            faults.append(.init(line: line, verdict: verdict))
        }
    }

    /// For files with the line ends of old Macs, which are one long line.
    private static let carriageReturnHint =
        " (the line holds a carriage return, which ends no line: try tr '\\r' '\\n')"

    private mutating func append(
        _ scan: EventScan,
        line: Int,
        at offset: Int,
        in bytes: UnsafeRawBufferPointer,
        _ policy: InsertID.Policy
    ) {
        let id: ID
        if let own = scan.insertID {
            id =
                own.kind == .string
                ? .own(start: Int32(offset + own.start + 1), end: Int32(offset + own.end - 1)) : .notText
        } else {
            let event = UnsafeRawBufferPointer(rebasing: bytes[(offset + scan.start)..<(offset + scan.end)])
            let number = policy == .line ? batch.numbers.number(ofLine: line) : nil
            let index = derivedIDs.count
            InsertID.derive(from: event, line: number, into: &derivedIDs)
            id = .derived(
                index: Int32(index),
                spliceAt: Int32(offset + scan.properties.start + 1),
                beforeMember: scan.propertyCount > 0
            )
        }
        let object = (start: Int32(offset + scan.start), end: Int32(offset + scan.end))
        events.append(Event(line: Int32(line), start: object.start, end: object.end, id: id))
    }

    /// The id as it is sent: JSON string content, escapes as the line has them. nil where it is no string.
    package func insertID(of event: Event) -> ArraySlice<UInt8>? {
        switch event.id {
        case .own(let start, let end): batch.bytes[Int(start)..<Int(end)]
        case .notText: nil
        case .derived(let index, _, _): derivedIDs[Int(index)..<(Int(index) + InsertID.bytes)]
        }
    }
}

extension ScannedBatch {
    /// The id as text, escapes resolved.
    package func insertIDText(ofEvent index: Int) -> String? {
        guard case .own(let start, let end) = events[index].id else {
            return insertID(of: events[index]).map { String(decoding: $0, as: UTF8.self) }
        }
        return batch.bytes.withUnsafeBytes { bytes in
            let token = UnsafeRawBufferPointer(rebasing: bytes[Int(start - 1)..<Int(end + 1)])
            return JSONString.withContents(of: token) { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// The uncompressed bytes of a request with these events.
    package func bodyBytes(of range: Range<Int>) -> Int {
        var count = max(0, range.count - 1)
        for event in events[range] {
            count += Int(event.end - event.start)
            if case .derived(_, _, let beforeMember) = event.id {
                count += InsertID.spliceBytes - (beforeMember ? 0 : 1)
            }
        }
        return count
    }

    /// Hands out the body of a request with these events, joined by `\n`, in as few runs as their bytes allow.
    package func forEachRun(of range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Void) {
        var splice: [UInt8] = []
        batch.bytes.withUnsafeBytes { bytes in
            var runStart = 0
            var runEnd = 0
            func endRun() {
                if runEnd > runStart { body(UnsafeRawBufferPointer(rebasing: bytes[runStart..<runEnd])) }
            }
            for index in range {
                let event = events[index]
                let start = Int(event.start)
                if index > range.lowerBound {
                    if start == runEnd + 1 {
                        runEnd += 1
                    } else {
                        endRun()
                        Self.newline.withUnsafeBytes(body)
                        runStart = start
                    }
                } else {
                    runStart = start
                }
                if case .derived(_, let spliceAt, let beforeMember) = event.id, let id = insertID(of: event) {
                    runEnd = Int(spliceAt)
                    endRun()
                    splice.removeAll(keepingCapacity: true)
                    InsertID.splice(id, beforeMember: beforeMember, into: &splice)
                    splice.withUnsafeBytes(body)
                    runStart = Int(spliceAt)
                }
                runEnd = Int(event.end)
            }
            endRun()
        }
    }

    private static let newline: [UInt8] = [0x0A]
}

extension ScannedBatch {
    func number(ofEvent index: Int) -> Int { batch.numbers.number(ofLine: Int(events[index].line)) }
}
