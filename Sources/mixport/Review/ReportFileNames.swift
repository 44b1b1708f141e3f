import MixpanelImport
import SystemPackage

/// The files of raw lines that belong to a report: those that are asked for, that its run names, or that stand beside
/// it under the usual names.
struct ReportFileNames {
    /// nil: no such file is there.
    let rejects: FilePath?
    let pending: FilePath?

    init(of report: FilePath, _ record: RunRecord?, rejects: FilePath? = nil, pending: FilePath? = nil) {
        self.rejects = rejects ?? Self.file(of: report, "rejects", record?.files?.rejects)
        self.pending = pending ?? Self.file(of: report, "pending", record?.files?.pending)
    }

    /// Only in the report's own folder, where somebody has put it: a report may come from anywhere, and what it names
    /// is shown.
    private static func file(of report: FilePath, _ name: String, _ written: String?) -> FilePath? {
        let beside = written.flatMap { FilePath($0).lastComponent }.map { file -> FilePath in
            var path = report
            path.removeLastComponent()
            return path.appending(file)
        }
        let usual = Report.Files.companion(of: plain(report), name)
        return [beside, usual].compactMap(\.self).first { (try? Stat($0))?.type == .regular }
    }

    /// What the run of a report says of itself.
    static func record(of report: FilePath) -> FilePath { Report.Files.summary(of: plain(report)) }

    /// The companions of a compressed report are those of the plain one.
    private static func plain(_ report: FilePath) -> FilePath {
        var plain = report
        if plain.extension == "gz" { plain.extension = nil }
        return plain
    }
}
