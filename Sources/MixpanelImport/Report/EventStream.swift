package import SystemPackage

/// The events as they would be sent, one a line, to a descriptor; nothing is sent, and there are no rows.
package actor EventStream: VerdictSink {
    private static let longRun = 1 << 15

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
            lines.forEachRun(of: 0..<lines.events.count, put)
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

    /// Copying few bytes costs less than a system call for them.
    private func put(_ run: UnsafeRawBufferPointer) {
        if run.count < Self.longRun { return buffer.append(contentsOf: run) }
        flush()
        send(run)
    }

    private func flush() {
        buffer.withUnsafeBytes(send)
        buffer.removeAll(keepingCapacity: true)
    }

    private func send(_ bytes: UnsafeRawBufferPointer) {
        guard error == nil else { return }
        do throws(Errno) {
            try writer.write(bytes)
        } catch {
            self.error = .cannotWrite("standard output", error)
        }
    }
}
