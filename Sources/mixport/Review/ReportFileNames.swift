import MixpanelImport
import SystemPackage

/// What stands beside a report.
struct ReportFileNames {
    var rejects: FilePath
    var pending: FilePath
    let record: FilePath

    /// Of a compressed report they are those of the plain one.
    init(of report: FilePath) {
        var plain = report
        if plain.extension == "gz" { plain.extension = nil }
        let files = Report.Files(report: plain)
        rejects = files.rejects
        pending = files.pending
        let stem = files.rejects.bytes.dropLast(".rejects.ndjson".utf8.count)
        record = FilePath(bytes: stem + ".summary.json".utf8)
    }
}
