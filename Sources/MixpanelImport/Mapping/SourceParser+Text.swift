extension SourceParser {
    /// `"…"`, which may hold `\(SOURCE)`.
    mutating func template() throws(SourceFault) -> Source {
        try enter()
        offset += 1
        var parts: [Source.TemplatePart] = []
        var plain: [UInt8] = []
        while true {
            let piece = try piece(into: &plain)
            if piece == .character { continue }
            if piece == .end && parts.isEmpty {
                depth -= 1
                return .constant(OptionJSON.token(plain))
            }
            if !plain.isEmpty { parts.append(.text(plain)) }
            plain = []
            if piece == .end { break }
            parts.append(.source(try source()))
            try expect(")")
        }
        depth -= 1
        return .template(parts)
    }

    /// `"…"` without a template, unescaped.
    mutating func plainText() throws(SourceFault) -> [UInt8] {
        offset += 1
        var plain: [UInt8] = []
        while true {
            switch try piece(into: &plain) {
            case .character: continue
            case .end: return plain
            case .interpolation: throw fault("Here stands a text as it is, without \\(…).")
            }
        }
    }

    private enum Piece {
        case character
        /// `\(` has been taken.
        case interpolation
        /// The closing quote has been taken.
        case end
    }

    private mutating func piece(into plain: inout [UInt8]) throws(SourceFault) -> Piece {
        guard let byte = next else { throw fault("The text has no closing quote.") }
        offset += 1
        if byte == UInt8(ascii: "\"") { return .end }
        if byte != UInt8(ascii: "\\") {
            plain.append(byte)
            return .character
        }
        guard let letter = next else { throw fault("The text has no closing quote.") }
        switch letter {
        case UInt8(ascii: "u"):
            plain += try unicodeEscape()
            return .character
        case UInt8(ascii: "("):
            offset += 1
            return .interpolation
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain.append(letter)
        case UInt8(ascii: "b"): plain.append(0x08)
        case UInt8(ascii: "f"): plain.append(0x0C)
        case UInt8(ascii: "n"): plain.append(0x0A)
        case UInt8(ascii: "r"): plain.append(0x0D)
        case UInt8(ascii: "t"): plain.append(0x09)
        default: throw fault("After a backslash stands one of \"\\/bfnrtu or (…).")
        }
        offset += 1
        return .character
    }

    private mutating func unicodeEscape() throws(SourceFault) -> [UInt8] {
        var unit = try codeUnit()
        if unit & 0xFC00 == 0xD800, next == UInt8(ascii: "\\"), text[(offset + 1)...].first == UInt8(ascii: "u") {
            let start = offset
            offset += 1
            let low = try codeUnit()
            if low & 0xFC00 == 0xDC00 {
                unit = 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF
            } else {
                offset = start
            }
        }
        return Array(String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
    }

    /// From the `u` of an escape.
    private mutating func codeUnit() throws(SourceFault) -> UInt32 {
        offset += 1
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = JSONLine.hexDigit(byte) else {
                throw fault("Four hexadecimal digits follow \\u.")
            }
            unit = unit << 4 | UInt32(digit)
            offset += 1
        }
        return unit
    }

    /// A number that `and` or `or` follows at once, as jq reads it.
    private mutating func numberBeforeWord(_ word: [UInt8], from start: Int) -> [UInt8]? {
        for count in 1..<max(word.count, 1) where OptionJSON.kind(ofWhole: Array(word[..<count])) == .number {
            offset = start + count
            if endOfWord("and") != nil || endOfWord("or") != nil { return Array(word[..<count]) }
        }
        return nil
    }

    /// A number, true, false or null.
    mutating func literal() throws(SourceFault) -> [UInt8] {
        skipBlanks()
        let start = offset
        let word = take { !" \t\r\n/|)=!,(".utf8.contains($0) }
        let isLiteral = OptionJSON.kind(ofWhole: word).map { $0 != .object && $0 != .array && $0 != .string } ?? false
        if isLiteral { return word }
        if let number = numberBeforeWord(word, from: start) { return number }
        offset = start
        if word.isEmpty { throw fault("Expected a path, a text in quotes, a number, true, false or null; \(found).") }
        let name = String(decoding: word, as: UTF8.self)
        throw fault("'\(name)' is no value; a path begins with a dot, and a text stands in double quotes.")
    }
}
