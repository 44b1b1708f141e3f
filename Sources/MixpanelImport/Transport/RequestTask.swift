internal import Gzip

/// Compresses and sends, in the task of the request, so that compression uses all cores.
struct RequestTask: Sendable {
    let client: HTTPTransport
    let level: Int

    func send(_ subBatch: SubBatch, of lines: PreparedBatch) async -> LoopEvent {
        var subBatch = subBatch
        let body = subBatch.body ?? compress(subBatch, lines)
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
        return .answered(subBatch, answer, took: .now - start)
    }

    private func compress(_ subBatch: SubBatch, _ lines: PreparedBatch) -> [UInt8] {
        var deflater = GzipDeflater(level: level, expectedBytes: subBatch.bodyBytes)
        lines.forEachRun(of: subBatch.events) { deflater.append($0) }
        return deflater.finish()
    }
}
