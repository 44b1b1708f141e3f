extension SourceParser {
    var next: UInt8? { offset < text.count ? text[offset] : nil }

    /// What stands at the place of a fault.
    var found: String {
        guard let next else { return "the text ends here" }
        let rest = String(decoding: text[offset...].prefix(4), as: UTF8.self)
        return next < 0x20 ? "found a control character" : "found '\(rest.first ?? " ")'"
    }

    func fault(_ message: String) -> SourceFault { SourceFault(offset: offset, message: message) }

    mutating func skipBlanks() {
        while let next, Self.isBlank(next) {
            offset += 1
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (9...13).contains(byte) }

    /// Takes `token` after blanks, if it comes next.
    mutating func skip(_ token: String) -> Bool {
        skipBlanks()
        guard text[offset...].starts(with: token.utf8) else { return false }
        offset += token.utf8.count
        return true
    }

    mutating func expect(_ token: String) throws(SourceFault) {
        if !skip(token) { throw fault("Expected '\(token)'; \(found).") }
    }

    mutating func expectEnd() throws(SourceFault) {
        skipBlanks()
        guard let next else { return }
        switch next {
        case UInt8(ascii: "*"): throw fault("A * at the end of a name has no meaning here.")
        case UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "<"), UInt8(ascii: ">"):
            throw fault("A comparison stands in select(…) or in --where.")
        default: throw fault("Expected //, | or the end; \(found).")
        }
    }

    /// Letters, digits and `_`, not beginning with a digit.
    mutating func takeWord() -> [UInt8] {
        if let next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) { return [] }
        return take(while: Self.isWord)
    }

    mutating func take(while isWanted: (UInt8) -> Bool) -> [UInt8] {
        let start = offset
        while let next, isWanted(next) {
            offset += 1
        }
        return Array(text[start..<offset])
    }

    /// The same without the blanks around it.
    mutating func takeName(while isWanted: (UInt8) -> Bool) -> [UInt8] {
        skipBlanks()
        var name = take(while: isWanted)
        while let last = name.last, Self.isBlank(last) {
            name.removeLast()
        }
        return name
    }

    /// The end of the whole word `word`, where that comes next.
    func endOfWord(_ word: String) -> Int? {
        guard text[offset...].starts(with: word.utf8) else { return nil }
        let end = offset + word.utf8.count
        return end < text.count && Self.isWord(text[end]) ? nil : end
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
