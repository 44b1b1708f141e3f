#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// A line of an export that is not one event as JSON has it, and what can be made of it nonetheless.
struct OddExportLine {
    private static let objectStart = Array(#"}{"event":"#.utf8)
    private static let terminated = Array("terminated early".utf8)

    private let text: [UInt8]

    init(_ line: UnsafeRawBufferPointer) {
        text = Array(line)
    }

    /// It is, or ends in, the words with which an export says that it has broken off.
    var saysTerminatedEarly: Bool {
        var end = text.endIndex
        while end > 0, text[end - 1] <= UInt8(ascii: " ") { end -= 1 }
        return text[..<end].suffix(Self.terminated.count).elementsEqual(Self.terminated)
    }

    /// Files after one another whose last line has no `\n` leave two events on a line; no text within an event has such
    /// bytes, as it would escape the quotes. Mixpanel does not escape control characters, which JSON wants
    /// (https://github.com/ploner/RMixpanel/issues/8): spaces take their place, and question marks that of what is not
    /// ASCII, because neither stands in an id.
    var events: [[UInt8]] {
        var events: [[UInt8]] = []
        var start = 0
        text.withUnsafeBytes { bytes in
            var position = 0
            while let brace = memchr(bytes.baseAddress! + position, Int32(UInt8(ascii: "}")), bytes.count - position) {
                position = UnsafeRawPointer(brace) - bytes.baseAddress! + 1
                guard bytes[(position - 1)...].starts(with: Self.objectStart) else { continue }
                events.append(Self.mended(text[start..<position]))
                start = position
            }
        }
        return events + [Self.mended(text[start...])]
    }

    /// For a message.
    var beginning: String { String(decoding: text.prefix(120), as: UTF8.self) + (text.count > 120 ? "…" : "") }

    private static func mended(_ event: ArraySlice<UInt8>) -> [UInt8] {
        event.map { $0 < 0x20 ? 0x20 : $0 < 0x80 ? $0 : UInt8(ascii: "?") }
    }
}
