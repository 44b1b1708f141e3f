/// Recognises a table (CSV, TSV) by its first two lines: plain names, then at least as many fields.
struct TableSniffer {
    let text: UnsafeRawBufferPointer
    /// No more bytes will tell.
    let isAll: Bool

    var answer: FormatSniffer.Answer {
        let start = text.dropFirst(ByteOrderMark.length(in: text))
        let firstLine = start.prefix { $0 != UInt8(ascii: "\n") }
        guard let names = names(in: firstLine) else { return .text }
        guard firstLine.endIndex < start.endIndex else { return isAll ? .text : .undecided }
        guard names.count >= 2, let separator = names.separator else { return .text }
        let rest = start[(firstLine.endIndex + 1)...]
        let secondLine = rest.prefix { $0 != UInt8(ascii: "\n") }
        // An object has commas too.
        let first = secondLine.first { $0 != UInt8(ascii: " ") }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return .text }
        if secondLine.count(where: { $0 == separator }) >= names.separators {
            return .foreign(.table(separator: separator))
        }
        return secondLine.endIndex < rest.endIndex || isAll ? .text : .undecided
    }

    private struct Names {
        var count = 0
        var separators = 0
        var separator: UInt8?
    }

    /// nil where the line, or its beginning, holds anything but names. A name may be missing, as an index column's is.
    private func names(in line: Slice<UnsafeRawBufferPointer>) -> Names? {
        var names = Names()
        var position = line.startIndex
        while true {
            let end = line[position...].firstIndex { Self.isSeparator($0) } ?? line.endIndex
            guard let isName = isName(line[position..<end], isLast: end == line.endIndex) else { return nil }
            if isName { names.count += 1 }
            guard end < line.endIndex else { return names }
            if let separator = names.separator, separator != line[end] { return nil }
            names.separator = line[end]
            names.separators += 1
            position = end + 1
        }
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: ";")
    }

    /// false: nothing stands there; nil: something else than a name.
    private func isName(_ field: Slice<UnsafeRawBufferPointer>, isLast: Bool) -> Bool? {
        var field = field
        if isLast, field.last == UInt8(ascii: "\r") { field = field.dropLast() }
        if field.first == UInt8(ascii: "\"") {
            field = field.dropFirst()
            if field.last == UInt8(ascii: "\"") { field = field.dropLast() } else if !isLast { return nil }
        }
        guard let first = field.first else { return false }
        guard Self.isLetter(first), field.allSatisfy(Self.isNameCharacter) else { return nil }
        return true
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
            || byte >= 0x80
    }

    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        isLetter(byte) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || " -./()#%".utf8.contains(byte)
    }
}
