/// Ids that stand for no user. The service refuses events that carry one, in upper or lower case:
/// https://docs.mixpanel.com/reference/import-events and, for the last one, what importers have met.
enum Placeholder {
    @inline(__always)
    static func matches(_ text: Text) -> Bool {
        if text.count > 9 && text.count != 36 { return false }
        return texts.contains { text.count == $0.utf8CodeUnitCount && isSame(text, $0) }
    }

    private static let texts: [StaticString] = [
        "00000000-0000-0000-0000-000000000000", "anon", "anonymous", "nil", "none", "null", "n/a", "na", "undefined",
        "unknown", "<nil>", "0", "-1", "true", "false", "[]", "{}", "lmy47d",
    ]

    private static func isSame(_ text: Text, _ placeholder: StaticString) -> Bool {
        for offset in 0..<text.count {
            let byte = text.start.load(fromByteOffset: offset, as: UInt8.self)
            let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            if (isUpper ? byte | 0x20 : byte) != placeholder.utf8Start[offset] { return false }
        }
        return true
    }
}
