import MixpanelImport

/// Says what is wrong with events, and sends none of them.
public func mistakes(in events: [String]) async throws -> [String] {
    try await withImporter(to: .validation) { importer in
        let results = await importer.importEvents(events)
        return results.map(\.verdict).filter { $0.status == .rejected }.map { "\($0)" }
    }
}
