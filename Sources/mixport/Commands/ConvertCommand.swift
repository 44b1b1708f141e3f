import ArgumentParser
import MixpanelImport
import SystemPackage

struct ConvertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Print the events as import would send them, one a line.",
        usage: "mixport convert [options] < input",
        discussion: """
            The same input, formats, presets and mappings as import, and the same events, to the byte. Nothing is sent, \
            and no file is written: a line that is rejected is a message on standard error. Exit codes as import.
            """
    )

    @OptionGroup(title: "Events") var events: EventArguments
    @OptionGroup(title: "Input") var input: InputArguments
    @Flag(name: .shortAndLong, help: "Errors only.")
    var quiet = false

    func run() async throws {
        if StandardDescriptors.inputIsTerminal { HelpText.failForTerminal(Self.self) }
        var options = ImportOptions()
        options.checksServiceRules = false
        options.batches.lineBytes = input.maxLineBytes.bytes
        options.insertID = input.insertID
        options.maxRejects = input.maxRejects
        options.expectedLines = input.expectLines
        options.lineLimit = input.limit
        try events.apply(to: &options)
        let result = try await convert(options)
        if let stop = result.0.stop(signal: result.signal) { Terminal.say(stop.afterwards, patience: 1000) }
        if let problem = result.0.problem(expectedLines: input.expectLines) {
            Terminal.say(problem, patience: 1000)
        } else if !quiet {
            Terminal.say(result.0.counts.sentence(importedAs: "converted"))
            if let hint = result.0.hint(beside: events) { Terminal.say("hint: \(hint.sentence)") }
        }
        Ending(result.0.ending, signal: result.signal).end()
    }

    private func convert(_ options: ImportOptions) async throws -> (ImportResult, signal: Int32?) {
        let stop = StopHandle()
        let stream = EventStream(to: .standardOutput) { line, verdict in
            let place = verdict.column.map { " (column \($0))" } ?? ""
            let text = "line \(line): \(verdict.reason?.code ?? ""): \(verdict.message ?? "")\(place)"
            Terminal.write(text.forTerminal + "\n")
        }
        do {
            return try await Signals.trapping(onSignal: stop.stop) { signals in
                let result = try await withImporter(to: .validation, options: options) { importer in
                    try await importer.convertLines(of: .standardInput, into: stream, stop: stop, onUpdate: { _ in })
                }
                return (result, signals.first)
            }
        } catch let error as ImportError {
            if case .input(let error) = error { throw Failure(error.sentence, .input) }
            throw Failure(error.description, .system)
        }
    }
}

extension ImportResult {
    /// Why input was left unread, where no error says so.
    fileprivate func stop(signal: Int32?) -> StopText? {
        guard let stopCause, !isComplete, outputError == nil, inputError == nil else { return nil }
        return StopText(stopCause, nil, signal: signal)
    }

    /// What went wrong as a whole.
    fileprivate func problem(expectedLines: Int?) -> String? {
        if let outputError { return outputError.sentence }
        if let inputError { return inputError.sentence }
        guard let expectedLines, isComplete, expectedLines != linesRead else { return nil }
        return "expected \(expectedLines.grouped) lines, got \(linesRead.grouped)"
    }
}
