internal import MixpanelImport

/// An event as the service keeps it: with the id and the time that it gives to one without.
struct StoredEvent {
    private(set) var bytes: [UInt8]
    /// The JSON string, quotes included.
    private(set) var id: [UInt8]

    /// `now`: seconds since the epoch.
    init(_ event: UnsafeRawBufferPointer, newID: @autoclosure () -> String, now: Int64) {
        bytes = Array(event)
        guard let scan = try? EventScanner.scan(event) else { preconditionFailure("what is no event was accepted") }
        var added = ""
        if scan.time == nil { added = "\"time\":\(now)," }
        if let own = scan.insertID, own.kind == .string {
            id = Array(event[own.start..<own.end])
        } else {
            let new = newID()
            id = Array("\"\(new)\"".utf8)
            // One that is no text stays, and counts for nothing.
            if scan.insertID == nil { added += "\"$insert_id\":\"\(new)\"," }
        }
        if scan.propertyCount == 0, !added.isEmpty { added.removeLast() }
        bytes.insert(contentsOf: added.utf8, at: scan.properties.start + 1)
    }
}
