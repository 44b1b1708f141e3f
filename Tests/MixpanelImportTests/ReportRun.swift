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

    /// Without a project the lines are only validated.
    func run(
        _ text: String,
        project: Project? = nil,
        stop: StopHandle = StopHandle(),
        onUpdate: @escaping (ImportUpdate) -> Void = { _ in }
    ) async throws -> ImportResult {
        let pipe = try InputPipe()
        pipe.write(text)
        pipe.finish()
        let destination = project.map(ImportDestination.service) ?? .validation
        return try await withImporter(to: destination, options: options) { importer in
            try await importer.importLines(of: pipe.readEnd, into: openReport(), stop: stop, onUpdate: onUpdate)
        }
    }

    func openReport() throws -> Report {
        var files = Report.Files(report: FilePath(report))
        files.existing = existing
        return try Report(files)
    }

    func contents(_ name: String = "report.ndjson") throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder.path(name))), as: UTF8.self)
    }

    var rows: [String] {
        get throws { try contents().split(separator: "\n").map(String.init) }
    }

    static func event(_ id: String) -> String {
        #"{"event":"e","properties":{"time":1717200000,"distinct_id":"u","$insert_id":"\#(id)"}}"# + "\n"
    }
}
