import Foundation
import MixpanelSandbox
import Testing

extension Case {
    /// Runs the program to its end, or to the end of patience.
    func run(in directory: WorkDirectory, against sandbox: RunningSandbox) async throws -> Outcome {
        let arguments = allArguments(sandbox)
        let paths = FilePaths(arguments)
        let (standardInput, writer) = try openInput(directory)
        let output = try Pipe()
        let errors = try openErrors()
        var sink = output.writing
        if let standardOutput {
            close(output.writing)
            sink = open(directory.path(standardOutput), O_WRONLY | O_CLOEXEC | O_CREAT, 0o600)
        }
        let start = launcher.map { $0.replacingOccurrences(of: "{input}", with: directory.inputPath) }
        let command = start + [Binary.path] + arguments
        let launch = Child.Launch(
            command: command,
            environment: ["PATH": "/usr/bin:/bin", "HOME": directory.path].merging(environment) { $1 },
            directory: directory.path,
            descriptors: [standardInput, sink, errors.writing]
        )
        let began = ContinuousClock.now
        let child = try Child(launch)
        let commandLine = child.commandLine
        let written = (output: Written(), errors: Written())
        let stage = Context(
            child: child,
            directory: directory,
            sandbox: sandbox,
            input: writer,
            errors: written.errors,
            report: paths.report
        )
        async let collectedOutput: Void = written.output.collect(output.reading)
        async let collectedErrors: Void = written.errors.collect(errors.reading)
        let (ending, processor, isHung) = await play(stage)
        let duration = ContinuousClock.now - began
        _ = await (collectedOutput, collectedErrors)
        let report = paths.isStream ? written.output.bytes : directory.contents(paths.report)
        let rows = InputLines(report ?? []).raw.compactMap { try? Row(Array($0)) }
        return Outcome(
            command: command,
            ending: ending,
            isHung: isHung,
            processor: processor,
            memory: stage.memory.peak,
            duration: duration,
            output: written.output.bytes,
            errors: written.errors.bytes,
            commandLine: commandLine,
            paths: paths,
            report: report,
            rejects: directory.contents(paths.rejects) ?? rows.rawLines { $0 == .rejected },
            pending: directory.contents(paths.pending) ?? rows.rawLines(of: \.isPending),
            summary: directory.contents(paths.summary),
            modes: directory.modes,
            summaryModes: directory.summaryModes,
            served: try await Outcome.Served(sandbox),
            rows: rows
        )
    }

    private func play(_ stage: Context) async -> (Child.Ending, processor: Duration, isHung: Bool) {
        await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                switch input {
                case .bytes(let bytes):
                    defer { stage.input?.finish() }
                    try await stage.play([.write(bytes)])
                case .script(let acts):
                    defer { stage.input?.finish() }
                    try await stage.play(acts)
                case .file, .closed, .directory, .terminal, .descriptor: break
                }
                return false
            }
            group.addTask {
                try await stage.play(acts)
                return false
            }
            group.addTask {
                await stage.memory.watch(stage.child)
                return false
            }
            group.addTask {
                try await Task.sleep(for: patience)
                stage.child.signal(SIGKILL, group: true)
                return true
            }
            let (ending, processor) = await stage.child.ended()
            group.cancelAll()
            var isHung = false
            while let result = await group.nextResult() {
                switch result {
                case .success(let wasKilled): isHung = isHung || wasKilled
                case .failure(let error): if !(error is CancellationError) { Issue.record(error) }
                }
            }
            return (ending, processor, isHung)
        }
    }

    private func allArguments(_ sandbox: RunningSandbox) -> [String] {
        var all = arguments
        for index in stride(from: 0, to: defaults.count, by: 2) where !arguments.contains(defaults[index]) {
            all += defaults[index...(index + 1)]
        }
        return all.map {
            $0.replacingOccurrences(of: "{url}", with: sandbox.url)
                .replacingOccurrences(of: "{port}", with: "\(sandbox.port)")
        }
    }

    private func openErrors() throws -> (reading: Int32, writing: Int32) {
        if hasTerminal {
            let terminal = try PseudoTerminal(columns: terminalColumns)
            return (terminal.controlling, terminal.terminal)
        }
        let pipe = try Pipe()
        return (pipe.reading, pipe.writing)
    }

    private func openInput(_ directory: WorkDirectory) throws -> (Int32?, Writer?) {
        switch input {
        case .bytes, .script:
            let pipe = try Pipe()
            return (pipe.reading, Writer(pipe.writing))
        case .file(let bytes):
            try Data(bytes).write(to: URL(fileURLWithPath: directory.inputPath))
            return (open(directory.inputPath, O_RDONLY | O_CLOEXEC), nil)
        case .closed: return (nil, nil)
        case .descriptor(let open): return (open(), nil)
        case .directory: return (open(directory.path, O_RDONLY | O_CLOEXEC), nil)
        case .terminal:
            let terminal = try PseudoTerminal()
            return (terminal.terminal, Writer(terminal.controlling))
        }
    }
}

/// The program under test: what MIXPORT_BINARY names, or what the package manager builds beside the tests.
enum Binary {
    static let path: String = {
        if let path = ProcessInfo.processInfo.environment["MIXPORT_BINARY"] { return path }
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appendingPathComponent("mixport").path
    }()

    static var isDebugBuild: Bool { URL(fileURLWithPath: path).pathComponents.contains("debug") }
}
