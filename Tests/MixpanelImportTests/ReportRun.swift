import Foundation
import MixpanelImport
import SystemPackage

/// A run of the importer over a text, with its files in a folder of its own.
struct ReportRun {
    let folder: TemporaryFolder
    var options = ImportOptions()
    var existing = ExistingFilePolicy.refuse
    var report: String

    init() throws {
        folder = try TemporaryFolder()
        report = folder.path("report.ndjson")
        options.retry.delay = .milliseconds(1)
    }

    /// Without a project the lines are only checked.
    func run(
        _ text: String,
        project: Project? = nil,
        signals: @escaping @Sendable () async -> Int32? = { nil },
        onUpdate: @escaping (ImportUpdate) -> Void = { _ in }
    ) async throws -> ImportResult {
        let pipe = try InputPipe()
        pipe.write(text)
        pipe.finish()
        let importer = Importer(project: project, options: options)
        let report = try openReport(isDryRun: project == nil)
        return try await importer.run(pipe.readEnd, into: report, signals: signals, onUpdate: onUpdate)
    }

    func openReport(isDryRun: Bool = false) throws -> Report {
        var files = Report.Files(report: FilePath(report))
        files.existing = existing
        return try Report(files, isDryRun: isDryRun)
    }

    func contents(_ name: String = "report.ndjson") throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder.path(name))), as: UTF8.self)
    }

    var rows: [String] {
        get throws { try contents().split(separator: "\n").map(String.init) }
    }

    static func event(_ id: String) -> String { #"{"event":"e","properties":{"$insert_id":"\#(id)"}}"# + "\n" }
}
