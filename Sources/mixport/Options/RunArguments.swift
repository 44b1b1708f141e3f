import MixpanelImport
import MixpanelSandbox

/// One run as the command line asks for it: an import, a dry run or a replay.
struct RunArguments {
    var project: ProjectArguments
    var files: FileArguments
    var delivery: DeliveryArguments
    var input: InputArguments
    var events: EventArguments
    var output: OutputArguments
    var isDryRun = false
    var replay: ReplayPicks?
    /// For the case that the credentials are refused.
    var credentialsHint: CredentialsHint?

    func run() async throws {
        if StandardDescriptors.inputIsTerminal {
            HelpText.failForTerminal(replay == nil ? ImportCommand.self : ReplayCommand.self)
        }
        try ResourceLimit.check(connections: delivery.concurrency * (project.sandbox ? 2 : 1), memory: mostMemory)
        if isDryRun, project.sandbox { throw Failure("--dry-run and --sandbox: use one of them", .usage) }
        guard project.sandbox else {
            guard !isDryRun else {
                var options = try importOptions()
                options.foretells = true
                return try await run(to: .validation, options)
            }
            let service = try ProjectSettings.project(project, isQuiet: output.quiet)
            var arguments = self
            arguments.credentialsHint = CredentialsHint(service.credentials, project)
            return try await arguments.run(to: service)
        }
        var configuration = SandboxConfiguration()
        // Nobody is to ask for its ledger or its log, and neither may grow with the input.
        configuration.remembersIDs = false
        configuration.logLength = 0
        try await Sandbox.withServer(configuration) { sandbox in
            if !output.quiet { Terminal.say("sandbox on \(sandbox.url)") }
            try await run(to: ProjectSettings.sandbox(at: sandbox.url))
        }
    }

    /// In bytes, by the formula of `--help`.
    private var mostMemory: Int {
        let batches = 3 * (delivery.concurrency + 2) * delivery.batchBytes.bytes
        return 32_000_000 + batches + input.maxLineBytes.bytes
    }

    private func run(to project: Project) async throws {
        var options = try importOptions()
        options.transport = try TransportSettings.options(for: project.endpoint, isQuiet: output.quiet)
        try await run(to: .service(project), options)
    }

    private func run(to destination: ImportDestination, _ options: ImportOptions) async throws {
        try await ImportSession(arguments: self).run(to: destination, options).end()
    }

    private func importOptions() throws(Failure) -> ImportOptions {
        var options = ImportOptions()
        options.concurrency = delivery.concurrency
        options.compressionLevel = delivery.compressionLevel
        options.maxRejects = input.maxRejects
        options.expectedLines = input.expectLines
        options.lineLimit = input.limit
        options.observes = true
        options.progressInterval = Progress.interval(output)
        options.retry.delay = delivery.retryDelay.duration
        options.retry.maxAttempts = delivery.maxAttempts == 0 ? nil : delivery.maxAttempts
        options.retry.giveUpAfter = delivery.giveUpAfter.duration == .zero ? nil : delivery.giveUpAfter.duration
        options.retry.timeout = delivery.timeout.duration
        options.batches.events = delivery.batchEvents
        options.batches.bytes = delivery.batchBytes.bytes
        options.batches.delay = delivery.maxDelay.duration
        options.batches.lineBytes = input.maxLineBytes.bytes
        options.insertID = input.insertID
        try events.apply(to: &options)
        switch delivery.rate {
        case nil: break
        case .some(.none): options.rate = nil
        case .limit(let limit): options.rate = limit
        }
        options.rate?.share = delivery.share?.share
        return options
    }
}

extension RunArguments {
    init(_ options: RunOptions, isDryRun: Bool = false, replay: ReplayPicks? = nil) {
        self.init(
            project: options.project,
            files: options.files,
            delivery: options.delivery,
            input: options.input,
            events: options.events,
            output: options.output,
            isDryRun: isDryRun,
            replay: replay
        )
    }
}
