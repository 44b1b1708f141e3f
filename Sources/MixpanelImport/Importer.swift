public import SystemPackage

/// Imports lines or events into a project and has a verdict for every one of them.
public struct Importer: Sendable {
    private let project: Project?
    let options: ImportOptions

    /// Without a project nothing is sent: every line is checked by the service's documented rules.
    public init(project: Project?, options: ImportOptions = ImportOptions()) {
        self.project = project
        self.options = options
    }

    /// Imports the lines of a descriptor and returns once every line that was read has its row. Throws only what is
    /// wrong before anything is sent: `InputError`, `OutputError`, `ReportUnreadable`.
    public func run(
        _ descriptor: FileDescriptor,
        into report: Report,
        replaying picks: ReplayPicks? = nil,
        signals: @escaping @Sendable () async -> Int32? = { nil },
        isolation: isolated (any Actor)? = #isolation,
        onUpdate: @escaping (ImportUpdate) -> Void = { _ in }
    ) async throws -> ImportResult {
        let identity = LineIdentity(isInLine: true) { [policy = options.rules.insertID] line, number in
            InsertID.text(of: line, number: number, policy)
        }
        let replay = try picks.map { picks in
            ReplayFilter(try RowReader(path: picks.report), statuses: picks.statuses, identity: identity)
        }
        let rawLines = try report.rawLinesToResume()
        let resume = try report.rowsToResume().map { rows in
            ResumeFilter(
                rows,
                rejects: rawLines.rejects,
                pending: rawLines.pending,
                identity: identity,
                isDryRun: project == nil,
                isReplay: picks != nil,
                mostHeldBytes: max(options.window * options.batches.bytes, 1 << 20)
            )
        }
        let input = try InputReader(descriptor, limits: options.batches, replay: replay, resume: resume)
        try report.begin()
        let next: NextStep = { await input.next() }
        return try await run(next: next, stop: input.stop, into: report, signals: signals, onUpdate: onUpdate)
    }

    typealias NextStep = @Sendable () async -> InputStep

    /// Opens the connections; the run itself never throws.
    func run(
        next: @escaping NextStep,
        stop: () -> Void,
        into sink: any VerdictSink,
        signals: @escaping @Sendable () async -> Int32? = { nil },
        onUpdate: @escaping (ImportUpdate) -> Void = { _ in },
        isolation: isolated (any Actor)? = #isolation
    ) async throws -> ImportResult {
        var run = ImportLoop(options: options, sink: sink, isDryRun: project == nil, onUpdate: onUpdate)
        guard let project else {
            await perform(&run, next, stop, sender: nil, signals)
            return run.result()
        }
        return try await HTTPTransport.withClient(
            for: project,
            transport: options.transport,
            concurrency: options.concurrency,
            timeout: options.retry.timeout
        ) { client in
            let sender = RequestTask(client: client, level: options.compressionLevel)
            await perform(&run, next, stop, sender: sender, signals)
            return run.result()
        }
    }

    /// One group of tasks: reading, scanning and sending are its children, `run` decides what each does next.
    private func perform(
        _ run: inout ImportLoop,
        _ next: @escaping NextStep,
        _ stop: () -> Void,
        sender: RequestTask?,
        _ signals: @escaping @Sendable () async -> Int32?,
        isolation: isolated (any Actor)? = #isolation
    ) async {
        await withTaskGroup(of: LoopEvent.self) { group in
            group.addTask { .signal(await signals()) }
            while !run.isFinished {
                for step in run.steps(now: .now) {
                    switch step {
                    case .read: group.addTask { .read(await next()) }
                    case .scan(let batch, let number):
                        group.addTask { [rules = options.rules] in .scanned(ScannedBatch(batch, rules: rules), number) }
                    case .send(let subBatch, let lines):
                        guard let sender else { preconditionFailure("a dry run sends nothing") }
                        group.addTask { await sender.send(subBatch, of: lines) }
                    case .wait(let instant):
                        group.addTask {
                            // Cancelled or not, the run looks at the time itself.
                            try? await Task.sleep(until: instant, clock: .continuous)
                            return .woke(instant)
                        }
                    case .listen: group.addTask { .signal(await signals()) }
                    case .stopReading: stop()
                    case .abandon: group.cancelAll()
                    }
                }
                guard !run.isFinished, let event = await group.next() else { break }
                run.handle(event, now: .now)
            }
            group.cancelAll()
        }
        run.finish()
    }
}
