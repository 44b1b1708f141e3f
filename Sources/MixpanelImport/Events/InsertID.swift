internal import Crypto

/// The `$insert_id` that makes it harmless to send an event again; derived where the event has none.
package enum InsertID {
    package typealias Policy = InsertIDPolicy

    /// The longest id the service takes.
    /// https://docs.mixpanel.com/reference/import-events
    package static let bytes = 36
    /// The bytes that splicing a derived id into an event adds: `"$insert_id":"…",`.
    package static let spliceBytes = prefix.count + bytes + suffix.count

    private static let prefix = Array(#""$insert_id":""#.utf8)
    private static let suffix = Array(#"","#.utf8)

    /// Appends the first 36 hex digits of SHA-256 over the event's bytes, and over its line number if there is one.
    package static func derive(from event: UnsafeRawBufferPointer, line: Int?, into ids: inout [UInt8]) {
        var hash = SHA256()
        hash.update(bufferPointer: event)
        if let line { hash.update(data: Array("\n\(line)".utf8)) }
        hash.finalize().withUnsafeBytes { digest in
            for byte in digest[..<(bytes / 2)] {
                ids.append(hexDigit(byte >> 4))
                ids.append(hexDigit(byte & 15))
            }
        }
    }

    /// Appends what is spliced into an event after the `{` of its properties.
    package static func splice(_ id: ArraySlice<UInt8>, beforeMember: Bool, into text: inout [UInt8]) {
        text.append(contentsOf: prefix)
        text.append(contentsOf: id)
        text.append(contentsOf: beforeMember ? suffix[...] : suffix[..<1])
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
