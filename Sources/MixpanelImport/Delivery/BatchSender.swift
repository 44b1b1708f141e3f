internal import Gzip

/// Compresses and sends, in the task of the request, so that compression uses all cores.
struct BatchSender: Sendable {
    let client: MixpanelClient
    let level: Int

    func send(_ piece: Piece, of lines: ScannedBatch) async -> ImportEvent {
        var piece = piece
        let body = piece.body ?? compress(piece, lines)
        piece.body = body
        let start = ContinuousClock.now
        let answer: Answer
        switch await client.send(body) {
        case .noResponse(let known): answer = known
        case .response(let response):
            answer = response.answer(events: piece.events.count) {
                lines.insertIDText(ofEvent: piece.events.lowerBound + $0)
            }
        }
        return .answered(piece, answer, took: .now - start)
    }

    private func compress(_ piece: Piece, _ lines: ScannedBatch) -> [UInt8] {
        var deflater = GzipDeflater(level: level, expectedBytes: piece.bodyBytes)
        lines.forEachRun(of: piece.events) { deflater.append($0) }
        return deflater.finish()
    }
}
