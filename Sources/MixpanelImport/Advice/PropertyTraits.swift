/// What one walk over an event's properties sees.
struct PropertyTraits {
    private(set) var isIgnored = false
    private(set) var hasCutText = false
    private(set) var hasPlace = false
    private(set) var hasPrivateAddress = false
    private(set) var longIDs = 0
    private(set) var roundedIDs = 0

    /// The bytes have been scanned before; a part that could not be read would only go unnoticed.
    init(_ properties: UnsafeRawBufferPointer) {
        guard let start = properties.baseAddress else { return }
        do throws(JSONFault) {
            try look(at: JSONLine(start: start, end: start + properties.count))
        } catch {}
    }

    private mutating func look(at line: JSONLine) throws(JSONFault) {
        var position = line.skipWhitespace(line.start + 1)
        while line.byte(at: position) != UInt8(ascii: "}") {
            let key = try line.key(at: position)
            let start = try line.skipColon(key.end)
            let end = try line.value(at: start, level: 2).end
            if key.end - key.start > Self.plainBytes || end - start > Self.plainBytes {
                lookAtLength(line, key, start, end)
            }
            // Few names begin like one of those that matter.
            let first = line.byte(at: key.start + 1)
            if first == UInt8(ascii: "$") || first == UInt8(ascii: "i") || first == UInt8(ascii: "m") || key.hasEscapes
            {
                look(at: UnsafeRawBufferPointer(start: start, count: end - start), of: key, line)
            }
            position = try line.nextMember(after: end)
        }
    }

    @inline(__always)
    private mutating func look(at value: UnsafeRawBufferPointer, of key: JSONLine.Key, _ line: JSONLine) {
        if line.spells("ip", key) {
            if value.first == UInt8(ascii: "n") { return }
            hasPlace = true
            if PrivateAddress.isPrivate(value) { hasPrivateAddress = true }
        } else if line.spells("$city", key) || line.spells("$region", key) || line.spells("mp_country_code", key)
            || line.spells("$latitude", key) || line.spells("$longitude", key)
        {
            if value.first != UInt8(ascii: "n") { hasPlace = true }
        } else if line.spells("$ignore", key) {
            isIgnored = value.first == UInt8(ascii: "t") || value.first == UInt8(ascii: "\"") && value.count > 2
        } else if line.spells("$user_id", key) || line.spells("$device_id", key) {
            take(id: value)
        }
    }

    mutating func take(id value: UnsafeRawBufferPointer?) {
        guard let value, let isRounded = RoundedID.isRounded(value) else { return }
        longIDs += 1
        if isRounded { roundedIDs += 1 }
    }

    @inline(never)
    private mutating func lookAtLength(
        _ line: JSONLine,
        _ key: JSONLine.Key,
        _ start: JSONLine.Position,
        _ end: JSONLine.Position
    ) {
        let name = UnsafeRawBufferPointer(start: key.start, count: key.end - key.start)
        let value = UnsafeRawBufferPointer(start: start, count: end - start)
        if Self.isCut(name) || value.first == UInt8(ascii: "\"") && Self.isCut(value) { hasCutText = true }
    }

    /// With its quotes. Escapes only make a string longer.
    private static var plainBytes: Int { ServiceLimits.textBytes + 2 }

    /// Whether a JSON string has more than 255 bytes without its quotes and escapes.
    @inline(__always)
    static func isCut(_ token: UnsafeRawBufferPointer) -> Bool {
        token.count > plainBytes && JSONString.withContents(of: token) { $0.count > ServiceLimits.textBytes }
    }
}
