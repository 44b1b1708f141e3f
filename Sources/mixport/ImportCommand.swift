import ArgumentParser
import Glibc
import MixpanelImport
import MixpanelSandbox
import SystemPackage

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import standard input: one event a line (the default command).",
        usage: "mixport [import] [options] < events.ndjson",
        discussion: HelpText.examples
    )

    @OptionGroup(title: "Project") var project: ProjectArguments
    @OptionGroup(title: "Files") var files: FileArguments
    @OptionGroup(title: "Delivery") var delivery: DeliveryArguments
    @OptionGroup(title: "Input") var input: InputArguments
    @OptionGroup(title: "Output") var output: OutputArguments
    @Flag(help: "No network, no credentials: check every line by the service's documented rules, write the report.")
    var dryRun = false

    func run() async throws {
        if StandardDescriptors.inputIsTerminal { HelpText.failForTerminal() }
        if dryRun, project.sandbox { throw Failure("--dry-run and --sandbox: use one of them", .usage) }
        guard project.sandbox else {
            let target = dryRun ? nil : try ProjectSettings.project(project)
            return try await run(target)
        }
        try await Sandbox.withServer { sandbox in
            if !output.quiet { Terminal.say("sandbox on \(sandbox.url)") }
            try await run(ProjectSettings.sandbox(at: sandbox.url))
        }
    }

    private func run(_ target: Project?) async throws {
        var options = importOptions
        if let target { options.transport = try TransportSettings.options(for: target.endpoint) }
        let session = ImportSession(arguments: self, options: options)
        try await session.run(Importer(project: target, options: session.options)).end()
    }

    private var importOptions: ImportOptions {
        var options = ImportOptions()
        options.concurrency = delivery.concurrency
        options.compressionLevel = delivery.compressionLevel
        options.maxRejects = input.maxRejects
        options.retry.delay = delivery.retryDelay.duration
        options.retry.maxAttempts = delivery.maxAttempts
        options.retry.giveUpAfter = delivery.giveUpAfter.duration
        options.retry.timeout = delivery.timeout.duration
        options.batches.events = delivery.batchEvents
        options.batches.bytes = delivery.batchBytes.bytes
        options.batches.delay = delivery.maxDelay.duration
        options.batches.lineBytes = input.maxLineBytes.bytes
        options.rules.maxLineBytes = input.maxLineBytes.bytes
        options.rules.insertID = input.insertID
        if dryRun { options.rules.checksServiceRulesAt = Int64(time(nil)) }
        switch delivery.rate {
        case nil: break
        case .some(.none): options.pace = nil
        case .limit(let limit): options.pace = limit
        }
        return options
    }
}
