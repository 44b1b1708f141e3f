public import MixpanelImport
public import SystemPackage

/// Imports the lines of a file.
public func importFile(
    _ path: FilePath,
    into project: Project,
    report: FilePath,
    options: ImportOptions = ImportOptions()
) async throws -> ImportResult {
    let input = try FileDescriptor.open(path, .readOnly)
    defer { try? input.close() }
    let report = try Report(Report.Files(report: report))
    return try await withImporter(to: .service(project), options: options) { importer in
        try await importer.importLines(of: input, into: report)
    }
}

/// Imports those lines of a file that an earlier report calls undelivered or unknown.
public func replayPending(
    of earlier: FilePath,
    from path: FilePath,
    into project: Project,
    report: FilePath
) async throws -> ImportResult {
    let input = try FileDescriptor.open(path, .readOnly)
    defer { try? input.close() }
    var files = Report.Files(report: report)
    files.replayed = earlier
    let report = try Report(files)
    let picks = ReplayPicks(report: earlier, statuses: [.undelivered, .unknown])
    return try await withImporter(to: .service(project)) { importer in
        try await importer.importLines(of: input, into: report, replaying: picks)
    }
}
