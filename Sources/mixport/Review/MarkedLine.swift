import MixpanelImport

/// A raw line as people can look at it: one line, nothing invisible, not too long, and the place of the fault in it.
struct MarkedLine: Equatable {
    /// Bytes of a line that are looked at.
    static let mostBytes = 1 << 16

    private(set) var before: String
    private(set) var mark = ""
    private(set) var after = ""
    /// The value of the field, as it stands in the line.
    let value: [UInt8]?

    /// At most `width` columns, an ellipsis where more is left out.
    init(_ raw: [UInt8], column: Int?, field: String?, width: Int) {
        guard let fault = Self.fault(raw, column: column, field: field) else {
            value = nil
            before = Self.visible(raw[...]).cut(columns: width)
            return
        }
        // Where the line is cut within a value, the value is not known.
        value = column == nil && fault.upperBound < raw.count ? Array(raw[fault]) : nil
        before = Self.visible(raw[..<fault.lowerBound])
        mark = Self.visible(raw[fault])
        after = Self.visible(raw[fault.upperBound...])
        guard before.columns + mark.columns + after.columns > width else { return }
        mark = mark.cut(columns: max(width / 2, width - before.columns - after.columns))
        let room = width - mark.columns
        let afterRoom = max(room / 3, room - before.columns)
        after = after.cut(columns: afterRoom)
        let beforeRoom = room - after.columns
        if before.columns > beforeRoom { before = "…" + before.suffix(columns: beforeRoom - 1) }
    }

    private static func visible(_ bytes: ArraySlice<UInt8>) -> String {
        String(decodingUTF8: Array(bytes)) { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.forTerminal
    }

    /// The bytes at fault: what begins in the column, or the value of the field.
    private static func fault(_ raw: [UInt8], column: Int?, field: String?) -> Range<Int>? {
        if let column, (1...(raw.count + 1)).contains(column) { return value(raw, at: column - 1) }
        return field.flatMap { FieldPlace.range(of: $0, in: raw) }
    }

    /// A string to its end, anything else to what ends a value.
    private static func value(_ raw: [UInt8], at start: Int) -> Range<Int> {
        guard start < raw.count else { return raw.count..<raw.count }
        guard raw[start] == UInt8(ascii: "\"") else {
            let end = raw[(start + 1)...].firstIndex { " ,:[]{}\t\r".utf8.contains($0) }
            return start..<(end ?? raw.count)
        }
        var end = start + 1
        while end < raw.count, raw[end] != UInt8(ascii: "\"") { end += raw[end] == UInt8(ascii: "\\") ? 2 : 1 }
        return start..<min(end + 1, raw.count)
    }
}
