/// Addresses that belong to no place: private, loopback, link-local, shared and unspecified ones (RFC 6890).
enum PrivateAddress {
    /// `value` is a JSON value; only text is an address.
    static func isPrivate(_ value: UnsafeRawBufferPointer) -> Bool {
        guard value.count > 2, value.first == UInt8(ascii: "\"") else { return false }
        let text = UnsafeRawBufferPointer(rebasing: value[1..<(value.count - 1)])
        return text.contains(UInt8(ascii: ":")) ? isPrivateV6(text) : isPrivateV4(text[...])
    }

    private static func isPrivateV4(_ text: Slice<UnsafeRawBufferPointer>) -> Bool {
        var parts: (Int, Int) = (0, 0)
        var dots = 0
        for byte in text {
            if byte == UInt8(ascii: ".") {
                dots += 1
                continue
            }
            let digit = Int(byte) - 0x30
            guard 0...9 ~= digit else { return false }
            if dots == 0 { parts.0 = min(parts.0 * 10 + digit, 256) }
            if dots == 1 { parts.1 = min(parts.1 * 10 + digit, 256) }
        }
        if dots != 3 { return false }
        switch parts {
        case (0, _), (10, _), (127, _), (192, 168), (169, 254), (172, 16...31), (100, 64...127): return true
        default: return false
        }
    }

    private static func isPrivateV6(_ text: UnsafeRawBufferPointer) -> Bool {
        if begins(text, "::ffff:") { return isPrivateV4(text[7...]) }
        // ::, ::1; fc00::/7; fe80::/10.
        if text.elementsEqual("::".utf8) || text.elementsEqual("::1".utf8) { return true }
        if begins(text, "fc") || begins(text, "fd") { return text.prefix(5).firstIndex(of: UInt8(ascii: ":")) == 4 }
        return begins(text, "fe8") || begins(text, "fe9") || begins(text, "fea") || begins(text, "feb")
    }

    private static func begins(_ text: UnsafeRawBufferPointer, _ prefix: StaticString) -> Bool {
        let count = prefix.utf8CodeUnitCount
        return text.count >= count
            && (0..<count).allSatisfy { offset in
                let byte = text[offset]
                return (0x41...0x5A ~= byte ? byte | 0x20 : byte) == prefix.utf8Start[offset]
            }
    }
}
