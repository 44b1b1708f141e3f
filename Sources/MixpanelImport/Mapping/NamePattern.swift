/// A property's name, or with a `*` at its end all that begin like it.
struct NamePattern: Sendable, Equatable {
    /// Without the `*`.
    var text: [UInt8]
    var isPrefix: Bool

    /// A name in double quotes is a JSON string, and its `*` a character like any other.
    init(_ written: [UInt8]) {
        isPrefix = written.last == UInt8(ascii: "*")
        text = isPrefix ? written.dropLast() : written
    }

    init(exactly text: [UInt8]) {
        self.text = text
        isPrefix = false
    }

    /// A list of names between commas. Blanks around a name are no part of it.
    static func list(_ value: String) throws(SourceFault) -> [NamePattern] {
        var parser = SourceParser(value.utf8)
        var patterns: [NamePattern] = []
        repeat {
            parser.skipBlanks()
            let start = parser.offset
            if parser.next == UInt8(ascii: "\"") {
                patterns.append(NamePattern(exactly: try parser.plainText()))
            } else {
                patterns.append(NamePattern(parser.takeName { $0 != UInt8(ascii: ",") }))
            }
            if parser.offset == start { throw parser.fault("A name stands here.") }
        } while parser.skip(",")
        if parser.next != nil { throw parser.fault("Expected a comma or the end; \(parser.found).") }
        return patterns
    }
}
