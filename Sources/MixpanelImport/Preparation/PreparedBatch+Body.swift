/// The body of a request: some of the events, one a line, ids spliced in.
extension PreparedBatch {
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
        text.withUnsafeBytes { bytes in
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
