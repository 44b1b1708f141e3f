public import MixpanelImport
public import SystemPackage

/// What ends a call at the latest, counted from its beginning.
public enum Bound: Sendable {
    case deadline(Duration)
    /// The task of the call is cancelled then, as a server does with a request whose client has gone.
    case cancellation(Duration)
    /// Only what the options say, such as `giveUpAfter`.
    case options
}

/// Imports events within a bound, and says how long that took.
public func importEvents(
    _ events: [String],
    into project: Project,
    _ options: ImportOptions = ImportOptions(),
    within bound: Bound
) async throws -> (results: [EventResult], duration: Duration) {
    try await within(bound) { deadline in
        try await withImporter(to: .service(project), options: options) { importer in
            await importer.importEvents(events, deadline: deadline)
        }
    }
}

/// Imports the lines of a descriptor within a bound, and says how long that took.
public func importLines(
    of descriptor: FileDescriptor,
    into project: Project,
    report: String,
    within bound: Bound
) async throws -> (result: ImportResult, duration: Duration) {
    try await within(bound) { deadline in
        try await withImporter(to: .service(project)) { importer in
            let report = try Report(.init(report: FilePath(report)))
            return try await importer.importLines(of: descriptor, into: report, deadline: deadline)
        }
    }
}

private func within<Result: Sendable>(
    _ bound: Bound,
    _ call: @escaping @Sendable (ContinuousClock.Instant?) async throws -> Result
) async throws -> (Result, Duration) {
    let start = ContinuousClock.now
    let result: Result
    switch bound {
    case .options: result = try await call(nil)
    case .deadline(let duration): result = try await call(start + duration)
    case .cancellation(let duration):
        result = try await withThrowingTaskGroup(of: Result.self) { group in
            group.addTask { try await call(nil) }
            try await Task.sleep(for: duration)
            group.cancelAll()
            guard let result = try await group.next() else { preconditionFailure("the call is in the group") }
            return result
        }
    }
    return (result, .now - start)
}
