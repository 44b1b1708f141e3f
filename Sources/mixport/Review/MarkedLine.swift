import MixpanelImport

/// A raw line as people can look at it: one line, nothing invisible, not too long, and the place of the fault in it.
struct MarkedLine: Equatable {
    /// Bytes of a line that are looked at.
    static let mostBytes = 1 << 16

    private(set) var before: String
    private(set) var mark = ""
    private(set) var after = ""

    /// `width` characters at most, an ellipsis where more is left out.
    init(_ raw: [UInt8], column: Int?, field: String?, width: Int) {
        guard let fault = Self.fault(raw, column: column, field: field) else {
            before = Self.visible(raw[...])
            if before.count > width { before = before.prefix(width - 1) + "…" }
            return
        }
        before = Self.visible(raw[..<fault.lowerBound])
        mark = Self.visible(raw[fault])
        after = Self.visible(raw[fault.upperBound...])
        guard before.count + mark.count + after.count > width else { return }
        if mark.count > width / 2 { mark = mark.prefix(width / 2 - 1) + "…" }
        let room = width - mark.count
        let afterRoom = max(room / 3, room - before.count)
        if after.count > afterRoom { after = after.prefix(afterRoom - 1) + "…" }
        let beforeRoom = room - after.count
        if before.count > beforeRoom { before = "…" + before.suffix(beforeRoom - 1) }
    }

    private static func visible(_ bytes: ArraySlice<UInt8>) -> String {
        String(decodingUTF8: Array(bytes)) { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.forTerminal
    }

    /// The bytes at fault: what begins in the column, or the value of the field.
    private static func fault(_ raw: [UInt8], column: Int?, field: String?) -> Range<Int>? {
        if let column, (1...(raw.count + 1)).contains(column) { return value(raw, at: column - 1) }
        guard let name = field?.split(separator: ".").last, !name.isEmpty else { return nil }
        let key = Array("\"\(name)\"".utf8)
        var start = 0
        while start + key.count < raw.count {
            guard let quote = raw[start...].firstIndex(of: UInt8(ascii: "\"")) else { return nil }
            if raw[quote...].starts(with: key) {
                var value = quote + key.count
                while value < raw.count, raw[value] <= 0x20 || raw[value] == UInt8(ascii: ":") { value += 1 }
                return Self.value(raw, at: value)
            }
            start = quote + 1
        }
        return nil
    }

    /// A string to its end, anything else to what ends a value.
    private static func value(_ raw: [UInt8], at start: Int) -> Range<Int> {
        guard start < raw.count else { return raw.count..<raw.count }
        let rest = raw[(start + 1)...]
        let isString = raw[start] == UInt8(ascii: "\"")
        let end = rest.firstIndex { isString ? $0 == UInt8(ascii: "\"") : " ,:[]{}\t\r".utf8.contains($0) }
        return start..<((end ?? raw.count) + (isString && end != nil ? 1 : 0))
    }
}
