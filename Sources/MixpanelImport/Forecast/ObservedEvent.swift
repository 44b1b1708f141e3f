/// An event that is sent, as forecast and advice look at it. Its bytes are the caller's and are not kept.
struct ObservedEvent {
    let line: Int
    private let text: UnsafeRawBufferPointer
    private let scan: EventScan

    @inline(__always)
    init(_ text: UnsafeRawBufferPointer, _ scan: EventScan, line: Int) {
        self.line = line
        self.text = text
        self.scan = scan
    }

    @inline(__always)
    private func token(_ value: EventScan.Value) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: text[value.start..<value.end])
    }

    /// The object alone, as it is sent but for a derived id.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: text[scan.start..<scan.end]) }

    var properties: UnsafeRawBufferPointer { token(scan.properties) }

    var distinctID: UnsafeRawBufferPointer? { scan.distinctID.map(token) }

    /// Its own; nil where one is derived.
    var insertID: UnsafeRawBufferPointer? { scan.insertID.map(token) }

    @inline(__always)
    func withName<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        JSONString.withContents(of: token(scan.event), body)
    }

    /// A number is the text of its digits to the service. Nil for "", which says that there is no user.
    @inline(__always)
    var distinctIDHash: UInt64? {
        guard let id = distinctID, id.count > 2 || id.first != UInt8(ascii: "\"") else { return nil }
        return Self.hash(ofScalar: id)
    }

    /// What the service deduplicates by when events are queried: event, `distinct_id`, `time` and `$insert_id`
    /// (https://docs.mixpanel.com/reference/event-deduplication). A derived id stands for all bytes of the event,
    /// `isOfLine`: and for its line.
    @inline(__always)
    func identityHash(name: UInt64, distinctID: UInt64?, isOfLine: Bool) -> UInt64 {
        guard let insertID else {
            let hash = ByteHash.hash(bytes)
            return isOfLine ? ByteHash.combine(hash, UInt64(line)) : hash
        }
        let time = scan.time.map { ByteHash.hash(token($0)) } ?? 0
        return ByteHash.combine(
            ByteHash.combine(name, distinctID ?? 0),
            ByteHash.combine(time, Self.hash(ofScalar: insertID))
        )
    }

    @inline(__always)
    static func hash(ofScalar token: UnsafeRawBufferPointer) -> UInt64 {
        guard token.first == UInt8(ascii: "\"") else { return ByteHash.hash(token) }
        return JSONString.withContents(of: token, ByteHash.hash)
    }

    /// As the service reads it: a whole number of seconds, or of milliseconds from 10^10 on. Nil for anything else.
    @inline(__always)
    var milliseconds: Int64? {
        guard let time = scan.time, time.kind == .number, time.end - time.start <= 15 else { return nil }
        var number: Int64 = 0
        for byte in token(time) {
            let digit = byte &- UInt8(ascii: "0")
            if digit > 9 { return nil }
            number = number &* 10 &+ Int64(digit)
        }
        return number < ServiceLimits.millisecondsFrom ? number &* 1_000 : number
    }
}
