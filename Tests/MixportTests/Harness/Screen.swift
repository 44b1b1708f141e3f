/// What a terminal shows in the end, and each state of the line that is drawn over.
struct Screen {
    private(set) var lines: [String] = []
    /// Lines that were drawn over or erased, one after the other, without colours.
    private(set) var frames: [String] = []

    init(_ text: String) {
        var line: [Unicode.Scalar] = []
        var column = 0
        var rest = Substring(text).unicodeScalars
        func string(_ line: [Unicode.Scalar]) -> String { String(String.UnicodeScalarView(line)) }
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\r":
                if !line.isEmpty, rest.first != "\n" { frames.append(string(line)) }
                column = 0
            case "\n":
                lines.append(string(line))
                line = []
                column = 0
            case "\u{1B}" where rest.starts(with: "[K".unicodeScalars):
                rest.removeFirst(2)
                line.removeLast(max(0, line.count - column))
            case "\u{1B}" where rest.first == "[":
                // A colour takes no column.
                while let next = rest.popFirst(), next != "m" {}
            default:
                if column < line.count { line[column] = scalar } else { line.append(scalar) }
                column += 1
            }
        }
        if !line.isEmpty { lines.append(string(line)) }
    }
}
