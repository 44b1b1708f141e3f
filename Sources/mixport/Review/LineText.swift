import MixpanelImport

/// What became of one line, for people: verdict, message, and the line with the place of the fault.
struct LineText {
    private static let width = 76

    let name: String
    let line: ReviewedLine
    /// The raw line; nil: it is nowhere to be found.
    let shown: MarkedLine?

    init(name: String, line: ReviewedLine, raw: [UInt8]?) {
        self.name = name
        self.line = line
        let field = line.text(line.row.field)
        shown = raw.map { MarkedLine($0, column: line.row.column, field: field, width: Self.width) }
    }

    var text: String {
        var lines = [verdict]
        if let message = line.text(line.row.message) { lines.append("  " + message.forTerminal) }
        lines += rawLines
        return lines.joined(separator: "\n") + "\n"
    }

    private var verdict: String {
        let row = line.row
        var text = "\(name): \(row.status.rawValue)"
        if let by = line.text(row.by) { text += by == "server" ? " by Mixpanel" : " by \(by)" }
        let details =
            [line.text(row.reason), line.text(row.field), row.column.map { "column \($0)" }].compactMap(\.self)
            + [row.code.map { "code \($0)" }, row.attempts.map { "\($0) attempts" }].compactMap(\.self)
        if !details.isEmpty { text += ": " + details.joined(separator: ", ") }
        if let id = line.text(row.insertID) { text += ", $insert_id \(id)" }
        return text.forTerminal
    }

    private var rawLines: [String] {
        guard let shown else {
            switch line.row.status {
            case .rejected, .undelivered, .unknown: return ["  (its raw line is not in the file beside the report)"]
            default: return []
            }
        }
        let text = "  " + shown.before + shown.mark + shown.after
        guard line.row.column != nil || !shown.mark.isEmpty else { return [text] }
        let pointer = String(repeating: "^", count: max(1, shown.mark.columns))
        return [text, "  " + String(repeating: " ", count: shown.before.columns) + pointer]
    }
}
