internal import MixpanelImport

/// One entry of `failed_records`.
struct FailedRecord {
    var index: Int
    /// A JSON string, quotes included.
    var insertID: String?
    var field: String
    var message: String

    init(_ index: Int, insertID: String?, field: String, message: String) {
        self.index = index
        self.insertID = insertID
        self.field = field
        self.message = message
    }

    init(
        _ index: Int,
        _ event: UnsafeRawBufferPointer,
        _ scan: EventScan,
        _ violation: ServiceRules.Violation
    ) {
        let id = scan.insertID.flatMap { $0.kind == .string ? $0 : nil }
        let token = id.map { String(decoding: event[$0.start..<$0.end], as: UTF8.self) }
        self.init(index, insertID: token, field: violation.field, message: violation.message)
    }

    /// Nil for what spoils the whole body: an event that is no JSON object.
    init?(_ index: Int, _ fault: EventFault) {
        switch fault.reason {
        case .missingEvent:
            self.init(index, insertID: nil, field: "event", message: "'event' must not be missing or blank")
        case .missingProperties:
            let message = "'properties' is invalid: must not be missing"
            self.init(index, insertID: nil, field: "properties", message: message)
        case .duplicateKey:
            self.init(index, insertID: nil, field: "event", message: fault.message)
        default:
            return nil
        }
    }

    func json(_ spelling: SandboxConfiguration.InsertIDSpelling) -> String {
        let key: String? =
            switch spelling {
            case .plain: "insert_id"
            case .dollar: "$insert_id"
            case .absent: nil
            }
        var json = #"{"index":\#(index),"#
        if let key, let insertID { json += #""\#(key)":\#(insertID),"# }
        return json + #""field":"\#(JSONText.escaped(field))","message":"\#(JSONText.escaped(message))"}"#
    }
}
