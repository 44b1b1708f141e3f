package struct EventFault: Error, Equatable {
    package enum Reason: String, Sendable {
        case notJSON = "not_json"
        case notUTF8 = "not_utf8"
        case notObject = "not_object"
        case tooDeep = "too_deep"
        case missingEvent = "missing_event"
        case missingProperties = "missing_properties"
        case duplicateKey = "duplicate_key"
    }

    package var reason: Reason
    /// The byte in the line, from 1.
    package var column: Int?
    /// One sentence for people.
    package var message: String
}
extension EventFault {
    init(_ r: Reason, _ o: Int?) { self.init(reason: r, column: o.map { $0 + 1 }, message: "") }
    @inline(never)
    init(_ f: JSONFault, in line: JSONLine) {
        self.init(reason: .notJSON, column: f.offset + 1, message: "\(f.expected)")
    }
}
