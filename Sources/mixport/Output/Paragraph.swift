/// A text after its label, cut into lines between words where a terminal would cut it within one. A word that is longer
/// than a line stays whole, so that it can be copied.
struct Paragraph {
    let lines: [String]

    /// `columns` nil: no terminal, so one line.
    init(label: String, text: String, columns: Int?) {
        let text = text.forTerminal
        guard let columns, label.columns + text.columns > columns - 1 else {
            lines = [label + text]
            return
        }
        let indent = String(repeating: " ", count: label.columns)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, label.columns + line.columns + 1 + word.columns > columns - 1 {
                lines.append((lines.isEmpty ? label : indent) + line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        self.lines = lines + [(lines.isEmpty ? label : indent) + line]
    }
}
