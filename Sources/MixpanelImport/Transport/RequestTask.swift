internal import Gzip

/// Compresses and sends, in the task of the request, so that compression uses all cores.
struct RequestTask: Sendable {
    let client: HTTPTransport
    let level: Int

    /// Compressed in a few milliseconds.
    private static let bytesBetweenLooks = 1 << 17

    func send(_ subBatch: SubBatch, of lines: PreparedBatch) async -> (SubBatch, Proof, took: Duration) {
        var subBatch = subBatch
        guard let body = subBatch.body ?? compress(subBatch, lines) else {
            var answer = Proof(.abandoned)
            answer.isSent = false
            return (subBatch, answer, took: .zero)
        }
        subBatch.body = body
        let start = ContinuousClock.now
        let answer: Proof
        switch await client.send(body) {
        case .noResponse(let known): answer = known
        case .response(let response):
            answer = response.answer(events: subBatch.events.count) {
                lines.insertIDText(ofEvent: subBatch.events.lowerBound + $0)
            }
        }
        return (subBatch, answer, took: .now - start)
    }

    /// nil where the run abandons the request meanwhile: a large body takes a second at level 9.
    private func compress(_ subBatch: SubBatch, _ lines: PreparedBatch) -> [UInt8]? {
        var deflater = GzipDeflater(level: level, expectedBytes: subBatch.bodyBytes)
        var isAbandoned = false
        lines.forEachRun(of: subBatch.events) { run in
            var rest = run[...]
            while !rest.isEmpty, !isAbandoned {
                deflater.append(UnsafeRawBufferPointer(rebasing: rest.prefix(Self.bytesBetweenLooks)))
                rest = rest.dropFirst(Self.bytesBetweenLooks)
                isAbandoned = Task.isCancelled
            }
        }
        return isAbandoned ? nil : deflater.finish()
    }
}
