/// Where the `$insert_id` that an event is sent with comes from. Valid as long as the event's bytes are.
enum EventID {
    /// The event's own: its string token, quotes included.
    case own(UnsafeRawBufferPointer)
    /// The event has one that is no string, which the service judges.
    case notText
    /// To be derived from the event's bytes, and from the line's number where equal lines are different events.
    case derived(UnsafeRawBufferPointer, line: Int?)

    /// The id as text, escapes resolved.
    var text: String? {
        switch self {
        case .own(let token): return JSONString.withContents(of: token) { String(decoding: $0, as: UTF8.self) }
        case .notText: return nil
        case .derived(let event, let line):
            var id: [UInt8] = []
            InsertID.derive(from: event, line: line, into: &id)
            return String(decoding: id, as: UTF8.self)
        }
    }
}
