/// One entry of `failed_records`.
struct FailedRecord {
    var index: Int
    /// A JSON string, quotes included.
    var insertID: String?
    var field: String
    var message: String

    init(_ index: Int, _ insertID: String?, _ field: String, _ message: String) {
        self.index = index
        self.insertID = insertID
        self.field = field
        self.message = message
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
