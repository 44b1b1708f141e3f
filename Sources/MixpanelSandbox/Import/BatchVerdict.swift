/// What the endpoint makes of a request.
struct BatchVerdict {
    /// Where an event stands in the body, and what deduplication needs of it.
    struct AcceptedEvent {
        /// From 0, among the body's events.
        var index: Int
        var range: Range<Int>
        /// The JSON string, quotes included; nil where the service makes one up.
        var insertID: Range<Int>?
        /// Stands for event name, distinct_id and time.
        var key: Int
    }

    var total = 0
    var accepted: [AcceptedEvent] = []
    var failed: [FailedRecord] = []
    /// The request as a whole is refused; then there are no accepted or failed events.
    var refusal: SandboxResponse?
    /// What the request as a whole lacks, for those who ask for no more than yes or no.
    var error: String?
    var style = AnswerStyle.json

    func answer(_ spelling: SandboxConfiguration.InsertIDSpelling) -> SandboxResponse {
        if let refusal { return refusal }
        if error != nil { return style.response(error: error) }
        guard case .json = style else { return style.response(error: nil) }
        if failed.isEmpty { return .imported(accepted.count) }
        return .failedValidation(failed.map { $0.json(spelling) }, imported: "\(accepted.count)")
    }

    /// Drops or fails events as a fault wants it.
    mutating func tamper(_ reply: RequestFault.Reply, _ body: UnsafeRawBufferPointer, text: [UInt8]?) {
        switch reply {
        case .short(let count):
            var victims = accepted
            if let text { victims.removeAll { !UnsafeRawBufferPointer(rebasing: body[$0.range]).contains(text) } }
            let dropped = Set(victims.suffix(count).map(\.index))
            accepted.removeAll { dropped.contains($0.index) }
        case .failing(let chosen):
            let indices = Set(chosen)
            for event in accepted where indices.contains(event.index) {
                let id = event.insertID.map { String(decoding: body[$0], as: UTF8.self) }
                let message = "'properties' is invalid: refused by a fault"
                failed.append(FailedRecord(event.index, insertID: id, field: "properties", message: message))
            }
            accepted.removeAll { indices.contains($0.index) }
            failed.sort { $0.index < $1.index }
        case .service, .nothing, .answer, .raw:
            break
        }
    }
}
