/// Imports events into a project, or validates them, and has a verdict for every one of them.
///
/// `withImporter` makes one; its connections serve all calls within that scope, also several at a time.
public struct Importer: Sendable {
    let options: ImportOptions
    /// nil: nothing is sent.
    private let requests: RequestTask?

    init(options: ImportOptions, requests: RequestTask?) {
        self.options = options
        self.requests = requests
    }

    var isValidation: Bool { requests == nil }

    /// One group of tasks: reading, preparing and sending are its children, the loop decides what each does next.
    nonisolated(nonsending) func perform(
        _ settings: RunSettings,
        on input: any InputSource,
        into sink: any VerdictSink,
        stop: StopHandle,
        onUpdate: @escaping (ImportUpdate) -> Void
    ) async -> ImportResult {
        let preparation = options.preparation(isValidation: isValidation)
        let log = options.logger.map(RunLog.init)
        var loop = ImportLoop(settings, isValidation: isValidation, meter: input.meter, now: .now) { update in
            log?.log(update)
            onUpdate(update)
        }
        await withTaskGroup(of: LoopEvent.self) { group in
            while true {
                for step in loop.steps(now: .now, isCancelled: Task.isCancelled) {
                    switch step {
                    case .read(let spare): group.addTask { .read(await input.next(reusing: spare)) }
                    case .prepare(let batch, let number):
                        group.addTask { .prepared(preparation.prepare(batch), number) }
                    case .send(let subBatch, let lines):
                        guard let requests else { preconditionFailure("a validation sends nothing") }
                        group.addTask {
                            let (subBatch, proof, duration) = await requests.send(subBatch, of: lines)
                            return .answered(subBatch, proof, took: duration)
                        }
                    case .write(let outputs): group.addTask { .written(await sink.write(outputs)) }
                    case .wait(let instant):
                        group.addTask {
                            // Cancelled or not, the loop looks at the time itself.
                            try? await Task.sleep(until: instant, clock: .continuous)
                            return .woke(instant)
                        }
                    case .listenForStop: group.addTask { .stopRequested(await stop.next()) }
                    case .stopReading: input.stop()
                    case .abandon:
                        input.stop()
                        sink.abandon()
                        group.cancelAll()
                    }
                }
                if loop.isFinished { break }
                guard let event = await group.next() else { preconditionFailure("an unfinished run has tasks") }
                loop.handle(event, now: .now)
            }
            group.cancelAll()
        }
        loop.wrote(await sink.write([.sync]), now: .now)
        return loop.result()
    }
}

/// Makes an importer whose connections live as long as `body`.
///
/// Several calls on it, one after the other or at the same time, share at most `options.concurrency` connections.
///
/// - Throws: `ImportError.invalidOption`, and what `body` throws.
public nonisolated(nonsending) func withImporter<Result>(
    to destination: ImportDestination,
    options: ImportOptions = ImportOptions(),
    _ body: nonisolated(nonsending) (Importer) async throws -> Result
) async throws -> Result {
    try options.check()
    switch destination {
    case .validation: return try await body(Importer(options: options, requests: nil))
    case .service(let project):
        return try await HTTPTransport.withClient(
            for: project,
            transport: options.transport,
            concurrency: options.concurrency,
            timeout: options.retry.timeout
        ) { client in
            let requests = RequestTask(client: client, level: options.compressionLevel)
            return try await body(Importer(options: options, requests: requests))
        }
    }
}
