import MixpanelImport
import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One import as the user sees it: files, live line, messages, summary.
struct ImportSession {
    let arguments: RunArguments

    func run(to destination: ImportDestination, _ options: ImportOptions) async throws -> Ending {
        let report = try openReport()
        let earlier = arguments.files.resume ? RunRecord(at: report.files.summary) : nil
        let started = TimeText.utc(Int64(time(nil)) * 1_000)
        let progress = Progress(arguments)
        let start = ContinuousClock.now
        let stop = StopHandle()
        let result: ImportResult
        let signal: Int32?
        do {
            (result, signal) = try await Signals.trapping(onSignal: stop.stop) { signals in
                let result = try await withImporter(to: destination, options: options) { importer in
                    try await importer.importLines(
                        of: FileDescriptor.standardInput,
                        into: report,
                        replaying: arguments.replay,
                        stop: stop,
                        onUpdate: { progress.show($0, signal: signals.first) }
                    )
                }
                return (result, signals.first)
            }
        } catch let error as ImportError {
            await report.discardIfNew()
            switch error {
            case .output(let error): throw Failure(error.sentence, .cannotCreate)
            case .input(let error): throw Failure(error.sentence, .input)
            case .unreadableReport: throw Failure(error.description, .cannotCreate)
            case .invalidOption: throw Failure(error.description, .usage)
            case .system: throw Failure(error.description, .system)
            }
        }
        progress.finish(result.counts, resumed: result.resumed)
        let ending = Ending(result.ending(failingOn: arguments.output.failOn), signal: signal)
        let summary = Summary(
            result: result,
            ending: ending,
            duration: .now - start,
            started: started,
            files: await report.written,
            arguments: arguments,
            history: progress.history,
            stop: progress.stop,
            totals: EventTotals(await report.events, resumed: result.resumed, earlier: earlier)
        )
        return await finish(summary, report)
    }

    private func openReport() throws(Failure) -> Report {
        if arguments.files.isStream { return try openStream() }
        let time = Self.timestamp
        var number = 1
        while true {
            let name = number == 1 ? "mixport-report-\(time).ndjson" : "mixport-report-\(time)-\(number).ndjson"
            let path = arguments.files.report ?? FilePath(name)
            do throws(OutputError) {
                return try openReport(path)
            } catch {
                // Several imports may begin in one second.
                guard arguments.files.report == nil, error == .exists(path) || error == .locked(path) else {
                    throw Failure(error.sentence, .cannotCreate)
                }
                number += 1
            }
        }
    }

    private func openReport(_ path: FilePath) throws(OutputError) -> Report {
        // The report of another run that nobody named is not there to be replaced.
        if arguments.files.report == nil, (try? Stat(path)) != nil { throw .exists(path) }
        var files = Report.Files(
            report: path,
            rejects: arguments.files.rejects,
            pending: arguments.files.pending
        )
        return try open(&files)
    }

    private func openStream() throws(Failure) -> Report {
        var files = Report.Files(
            rowsTo: .standardOutput,
            rejects: arguments.files.rejects,
            pending: arguments.files.pending
        )
        do throws(OutputError) {
            return try open(&files)
        } catch {
            throw Failure(error.sentence, .cannotCreate)
        }
    }

    private func open(_ files: inout Report.Files) throws(OutputError) -> Report {
        files.existing = arguments.files.existing
        files.replayed = arguments.replay?.report
        files.source = arguments.output.source
        return try Report(files)
    }

    /// Local time, as in a file listing.
    private static var timestamp: String { TimeText.local(time(nil), "%Y%m%d-%H%M%S") }

    private func finish(_ summary: Summary, _ report: Report) async -> Ending {
        var ending = summary.ending
        let result = summary.result
        for problem in summary.problems { Terminal.say(problem, patience: 1000) }
        // A replay may find that its input is another one when lines of it have been sent.
        if case .mismatch = result.inputError, arguments.replay == nil || result.counts.lines == 0 {
            await report.discardIfNew()
            return ending
        }
        // The same command can be run again, once the input is one.
        if !summary.files.hasBegun { await report.discardIfNew() }
        let object = SummaryObject(summary).json + "\n"
        do throws(OutputError) {
            try await report.write(summary: Array(object.utf8))
        } catch {
            // A full disk is named once.
            if result.outputError == nil { Terminal.say(error.sentence, patience: 1000) }
            ending = ending.withFailedOutput
        }
        if arguments.output.json {
            // Where standard output has the rows, nothing else goes there.
            let descriptor = arguments.files.isStream ? STDERR_FILENO : STDOUT_FILENO
            let error = Terminal.write(object, to: descriptor, patience: 10_000)
            if arguments.files.isStream { return ending }
            if error == .brokenPipe {
                Terminal.say("nobody reads standard output")
            } else if let error {
                Terminal.say("standard output: \(error.description)", patience: 1000)
                ending = ending.withFailedOutput
            }
        } else if !arguments.output.quiet {
            let paint = Paint(arguments.output.color)
            Terminal.write(SummaryText(summary: summary, paint: paint, columns: Terminal.columns).text)
        }
        return ending
    }
}
