public import MixpanelImport

/// What a serverless function does before it returns. Returns the events that are worth sending again.
public func importBeforeReturning(
    _ events: [String],
    into project: Project,
    within limit: Duration = .seconds(20)
) async throws -> [String] {
    try await withImporter(to: .service(project)) { importer in
        // Well below the time that the function may run.
        let results = await importer.importEvents(events, deadline: .now + limit)
        return zip(events, results).filter { $0.1.verdict.isPending }.map(\.0)
    }
}
