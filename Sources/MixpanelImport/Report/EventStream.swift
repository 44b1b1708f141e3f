package import SystemPackage

/// The events as they would be sent, one a line, to a descriptor; nothing is sent, and there are no rows.
package actor EventStream: VerdictSink {
    private let writer: DescriptorWriter
    private let queue = SerialQueue("mixport.output")
    /// Told of each line that is rejected: its number, and why.
    private let onRejected: @Sendable (Int, Verdict) -> Void
    private var counts = LineCounts()
    private var reasons = ReasonCounts()
    private var error: OutputError?
    private var buffer: [UInt8] = []

    package nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    package init(to descriptor: FileDescriptor, onRejected: @escaping @Sendable (Int, Verdict) -> Void) {
        writer = DescriptorWriter(descriptor)
        self.onRejected = onRejected
    }

    nonisolated func abandon() {
        writer.endPatience()
    }

    func write(_ outputs: [Output]) -> OutputState {
        for output in outputs where error == nil { write(output) }
        return OutputState(counts: counts, reasons: reasons, error: error)
    }

    private func write(_ output: Output) {
        switch output {
        case .begin, .resume, .sync: break
        case .batch(let batch):
            batch.forEachLine { line, verdict, _ in count(verdict, batch.lines.raw.numbers.number(ofLine: line)) }
            let lines = batch.lines
            lines.forEachRun(of: 0..<lines.events.count) { buffer.append(contentsOf: $0) }
            if !lines.events.isEmpty { buffer.append(0x0A) }
            flush()
        case .part(let part, let limit):
            guard case .last(let bytes) = part.position else { break }
            let length = part.bytes.last == 0x0D ? bytes - 1 : bytes
            count(.lineTooLong(bytes: length, limit: limit), part.number)
        }
    }

    private func count(_ verdict: Verdict, _ number: Int) {
        counts.count(verdict.status, by: verdict.by)
        guard verdict.reason != nil else { return }
        reasons.count(verdict, line: number)
        if verdict.status == .rejected { onRejected(number, verdict) }
    }

    private func flush() {
        defer { buffer.removeAll(keepingCapacity: true) }
        do throws(Errno) {
            try buffer.span.bytes.withUnsafeBytes { (bytes) throws(Errno) in try writer.write(bytes) }
        } catch {
            self.error = .cannotWrite("standard output", error)
        }
    }
}
