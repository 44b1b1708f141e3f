#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Where an object begins in a line of text that a container runtime, syslog or `kubectl --timestamps` has put a prefix
/// to.
package enum ObjectStart {
    /// The first `{` that a `"` or `}` follows, whitespace aside.
    package static func offset(in text: UnsafeRawBufferPointer) -> Int? {
        guard let base = text.baseAddress else { return nil }
        let line = JSONLine(start: base, end: base + text.count)
        var offset = 0
        while let brace = memchr(base + offset, CInt(UInt8(ascii: "{")), text.count - offset) {
            offset = UnsafeRawPointer(brace) - base
            let next = line.byte(at: line.skipWhitespace(base + offset + 1))
            if next == UInt8(ascii: "\"") || next == UInt8(ascii: "}") { return offset }
            offset += 1
        }
        return nil
    }
}
