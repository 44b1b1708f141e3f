public import MixpanelImport

/// What a serverless function does before it returns. Returns the events that are worth sending again.
public func importBeforeReturning(_ events: [[UInt8]], into project: Project) async throws -> [[UInt8]] {
    var options = ImportOptions()
    // Well below the time that the function may run.
    options.retry.giveUpAfter = .seconds(20)
    let verdicts = try await Importer(project: project, options: options).importEvents(events)
    return zip(events, verdicts).filter { $0.1.isPending }.map(\.0)
}
