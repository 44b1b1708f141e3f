import MixpanelImport
import SystemPackage

/// Where a line stands, in words that are as short as may be.
enum PlaceName {
    /// `label`: what the row says of where it comes from; `number`: which of the reports in its file.
    static func text(line: Int, in sources: [ReportSource], _ source: Int, label: String?, number: Int?) -> String {
        var names: [String] = []
        if sources.count > 1 { names.append(shortName(sources[source])) }
        if let label {
            names.append(label)
        } else if let number {
            names.append("report \(number)")
        }
        return (names + ["line \(line.grouped)"]).joined(separator: ", ")
    }

    private static func shortName(_ source: ReportSource) -> String {
        guard case .file(let path) = source, let name = path.lastComponent else { return source.name }
        return FilePath(root: nil, [name]).text
    }
}
