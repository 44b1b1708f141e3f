public import SystemPackage

/// Imports the lines of a descriptor into a project and reports on every one of them.
public struct Importer: Sendable {
    private let project: Project?
    private let options: ImportOptions

    /// Without a project nothing is sent: every line is checked by the service's documented rules.
    public init(project: Project?, options: ImportOptions) {
        self.project = project
        self.options = options
    }

    /// Returns once every line that was read has its row. Throws only what is wrong before anything is sent.
    public func run(
        _ descriptor: FileDescriptor,
        into report: Report,
        replaying picks: ReplayPicks? = nil,
        signals: @escaping @Sendable () async -> Int32? = { nil },
        isolation: isolated (any Actor)? = #isolation,
        observe: @escaping (ImportObservation) -> Void = { _ in }
    ) async throws -> ImportResult {
        let checkpoint = Checkpoint(
            resuming: try report.rowsToResume(),
            picking: try picks.map { try RowReader(path: $0.report) },
            statuses: picks?.statuses ?? [],
            insertID: options.rules.insertID
        )
        let input = try StandardInput(descriptor, limits: options.batches, checkpoint: checkpoint)
        guard let project else {
            return await run(input, report, sender: nil, signals, observe)
        }
        return try await MixpanelClient.withClient(
            for: project,
            transport: options.transport,
            concurrency: options.concurrency,
            timeout: options.retry.timeout
        ) { client in
            await run(input, report, sender: BatchSender(client: client, level: options.compressionLevel), signals, observe)
        }
    }

    private func run(
        _ input: StandardInput,
        _ report: Report,
        sender: BatchSender?,
        _ signals: @escaping @Sendable () async -> Int32?,
        _ observe: @escaping (ImportObservation) -> Void,
        isolation: isolated (any Actor)? = #isolation
    ) async -> ImportResult {
        await withTaskGroup(of: ImportEvent.self) { group in
            var run = ImportRun(options: options, report: report, isDryRun: sender == nil, observe: observe)
            group.addTask { .signal(await signals()) }
            while !run.isFinished {
                for step in run.steps(now: .now) {
                    switch step {
                    case .read: group.addTask { .read(await input.next()) }
                    case .scan(let batch, let number):
                        let rules = options.rules
                        group.addTask { .scanned(ScannedBatch(batch, rules: rules), number) }
                    case .send(let piece, let lines):
                        guard let sender else { preconditionFailure("a dry run sends nothing") }
                        group.addTask { await sender.send(piece, of: lines) }
                    case .wait(let instant): 
                        group.addTask {
                            // Cancelled or not, the run looks at the time itself.
                            try? await Task.sleep(until: instant, clock: .continuous)
                            return .woke(instant)
                        }
                    case .listen: group.addTask { .signal(await signals()) }
                    case .stopReading: input.stop()
                    case .abandon: group.cancelAll()
                    }
                }
                guard !run.isFinished, let event = await group.next() else { break }
                run.handle(event, now: .now)
            }
            group.cancelAll()
            return run.result()
        }
    }
}
