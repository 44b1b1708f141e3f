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
        rejects = Report.Files.companion(of: plain, "rejects")
        pending = Report.Files.companion(of: plain, "pending")
        record = Report.Files.summary(of: plain)
    }
}
