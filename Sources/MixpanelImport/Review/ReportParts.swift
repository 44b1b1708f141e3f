#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The runs whose rows are read. A file may hold several, one after the other or mixed, each with its own line 1.
package struct ReportParts: Sendable {
    private struct Part {
        var source: Int
        /// From 1, within its file.
        var number: Int
        /// What the rows say of where they come from.
        var label: [UInt8]
        var lastLine = 0
    }

    /// Lines of more runs than anybody can name count as the last one's.
    private static let most = 200_000

    private var parts: [Part] = []
    /// The latest part of each label in the current file.
    private var latest: [[UInt8]: Int] = [:]
    private var current: Int?
    private var numbers = 0
    private var source = 0

    package var count: Int { parts.count }

    mutating func beginSource(_ source: Int) {
        latest = [:]
        current = nil
        numbers = 0
        self.source = source
    }

    mutating func part(of row: ReviewedRow, _ bytes: UnsafeRawBufferPointer) -> Int {
        let label = UnsafeRawBufferPointer(rebasing: bytes[row.source ?? 0..<0])
        if let current, row.line > parts[current].lastLine, Self.equal(parts[current].label, label) {
            parts[current].lastLine = row.line
            return current
        }
        return change(to: Array(label), line: row.line)
    }

    private mutating func change(to label: [UInt8], line: Int) -> Int {
        var part = latest[label]
        if part.map({ parts[$0].lastLine >= line }) != false, parts.count < Self.most {
            numbers += 1
            parts.append(Part(source: source, number: numbers, label: label))
            part = parts.count - 1
            latest[label] = part
        }
        let index = part ?? parts.count - 1
        parts[index].lastLine = line
        current = index
        return index
    }

    private static func equal(_ label: [UInt8], _ other: UnsafeRawBufferPointer) -> Bool {
        guard label.count == other.count else { return false }
        return other.isEmpty || label.withUnsafeBytes { memcmp($0.baseAddress!, other.baseAddress!, other.count) == 0 }
    }

    func number(_ part: Int) -> Int { parts[part].number }

    /// Which file a part is in, which of the file's parts it is, and what its rows call it.
    package func describe(_ part: Int) -> (source: Int, number: Int, of: Int, label: String?) {
        let found = parts[part]
        let label = found.label.isEmpty ? nil : JSONString.text(ofContents: found.label[...])
        return (found.source, found.number, parts.count { $0.source == found.source }, label)
    }
}
