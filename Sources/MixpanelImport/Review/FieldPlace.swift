/// Where the value of a field stands in the bytes of an event, which need not be complete.
package enum FieldPlace {
    /// `name` as the service names fields: `event`, `properties.time`, or for a property its name alone. nil where the
    /// event has no such field at that very place: the same name elsewhere is another's.
    package static func range(of name: String, in event: [UInt8]) -> Range<Int>? {
        event.withUnsafeBytes { bytes in
            let inside = "properties."
            if name.hasPrefix(inside) { return property(String(name.dropFirst(inside.count)), in: bytes) }
            return value(of: name, in: bytes, from: 0) ?? property(name, in: bytes)
        }
    }

    private static func property(_ name: String, in bytes: UnsafeRawBufferPointer) -> Range<Int>? {
        value(of: "properties", in: bytes, from: 0).flatMap { value(of: name, in: bytes, from: $0.lowerBound) }
    }

    /// Of the object that begins there. A value that is cut off reaches to the end of the bytes.
    private static func value(of name: String, in bytes: UnsafeRawBufferPointer, from start: Int) -> Range<Int>? {
        var scanner = RowScanner(bytes, at: start)
        guard scanner.skip(UInt8(ascii: "{")) else { return nil }
        repeat {
            guard let key = scanner.string(), scanner.skip(UInt8(ascii: ":")), scanner.next != 0 else { return nil }
            let start = scanner.position
            let isWhole = scanner.skipValue()
            if JSONString.text(ofContents: Array(bytes[key])[...]) == name {
                return start..<(isWhole ? scanner.position : bytes.count)
            }
            guard isWhole else { return nil }
        } while scanner.skip(UInt8(ascii: ","))
        return nil
    }
}
