import MixpanelImport

/// The first lines of each reason, as they are shown.
struct Examples {
    struct Example {
        let name: String
        /// nil: it is nowhere to be found.
        let line: MarkedLine?
        let note: String?
    }

    private static let most = 3
    private static let width = 320

    private var examples: [Int: [Example]] = [:]

    subscript(group: Int) -> [Example] { examples[group] ?? [] }

    mutating func consider(_ line: ReviewedLine, _ finder: RawLineFinder, _ name: () -> String) throws {
        guard let group = line.group, line.row.status != .skipped, self[group].count < Self.most else { return }
        let raw = try finder.beginning(of: line, limit: MarkedLine.mostBytes)
        let field = line.text(line.row.field)
        let marked = raw.map { MarkedLine($0, column: line.row.column, field: field, width: Self.width) }
        let note = line.row.column.map { "column \($0.grouped)" }
        examples[group, default: []].append(Example(name: name(), line: marked, note: note))
    }
}
