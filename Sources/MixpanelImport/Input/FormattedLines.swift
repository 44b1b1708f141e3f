#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Turns chunks of the input into lines of JSON, and keeps the faults that the bytes of a line alone do not show.
struct FormattedLines: ~Copyable {
    private var stage: FormatStage
    /// The rest of the latest chunk, which is not formatted yet.
    private var chunk = UnsafeRawBufferPointer(start: nil, count: 0)
    private var lines: [UInt8] = []
    /// The bytes of `lines` at an address that does not change.
    private var text = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private var faults: [Int: FormatFault] = [:]
    private var isEnding = false
    private(set) var isAtEnd = false
    /// A line says that Mixpanel's export broke off there.
    private(set) var saidToBreakOff = false

    init(_ options: FormatOptions) {
        stage = FormatStage(options)
    }

    deinit {
        text.deallocate()
    }

    var beginWithMark: Bool { stage.beginsWithMark }
    /// nil until that is known.
    var format: InputFormat? { stage.format }
    /// Lines are handed on as they were read.
    var areAsRead: Bool { stage.isPassThrough }

    /// There is text that was read and is not made lines of yet.
    var hasMore: Bool { !stage.isPassThrough && (!chunk.isEmpty || stage.hasMore || isEnding && !isAtEnd) }

    /// Valid as long as `next` gives lines of it. Only once `next` has given nil.
    mutating func feed(_ chunk: UnsafeRawBufferPointer) {
        self.chunk = chunk
    }

    /// No chunk follows.
    mutating func end() {
        isEnding = true
    }

    /// More text, valid until the next call; nil: feed, or the end.
    mutating func next() throws(FormatError) -> UnsafeRawBufferPointer? {
        if stage.isPassThrough, !chunk.isEmpty {
            // What was held until the first line ended is not needed any more.
            if text.count > 0 {
                lines = []
                text.deallocate()
                text = UnsafeMutableRawBufferPointer(start: nil, count: 0)
            }
            defer { chunk = UnsafeRawBufferPointer(start: nil, count: 0) }
            return chunk
        }
        while !chunk.isEmpty || stage.hasMore || isEnding && !isAtEnd {
            lines.removeAll(keepingCapacity: true)
            if !chunk.isEmpty || stage.hasMore {
                let count = try stage.take(chunk, into: &lines)
                chunk = UnsafeRawBufferPointer(rebasing: chunk[count...])
            } else {
                isAtEnd = try stage.finish(into: &lines)
            }
            for fault in stage.takeFaults() { faults[fault.line] = fault }
            if !lines.isEmpty { return keep() }
        }
        return nil
    }

    /// Decides on the format by what has been read, because no more is waited for. Returns its text, if it is lines.
    mutating func settle() throws(FormatError) -> UnsafeRawBufferPointer? {
        guard stage.isUndecided else { return nil }
        lines.removeAll(keepingCapacity: true)
        _ = try stage.finish(into: &lines)
        return lines.isEmpty ? nil : keep()
    }

    /// The verdict on a line, from 1, that is at fault whatever it looks like.
    mutating func takeFault(ofLine number: Int, _ line: UnsafeRawBufferPointer) -> Verdict? {
        if TerminatedEarly.isSaid(by: line) {
            saidToBreakOff = true
            return Verdict(.rejected, by: .mixport, .notJSON, TerminatedEarly.message)
        }
        guard !faults.isEmpty, let fault = faults.removeValue(forKey: number) else { return nil }
        let content = UnsafeRawBufferPointer(rebasing: line.dropLast())
        return LineFault(fault.eventFault(of: content), in: content).verdict
    }

    private mutating func keep() -> UnsafeRawBufferPointer {
        if text.count < lines.count {
            text.deallocate()
            text = .allocate(byteCount: lines.count, alignment: 16)
        }
        text.copyBytes(from: lines)
        return UnsafeRawBufferPointer(rebasing: text[..<lines.count])
    }
}
