import ArgumentParser
import MixpanelImport
import SystemPackage

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Is what a report calls imported in Mixpanel's own export?",
        usage: "mixport verify REPORT [options] < export.ndjson",
        discussion: """
            Compares a report with Mixpanel's raw export by $insert_id: how many lines are there, missing, there more \
            than once. The export may be plain or gzip, and several files after one another; events of other sources in \
            it do not matter. With --report, what is missing becomes a report whose lines mixport replay sends again:
              mixport verify import.ndjson --report missing.ndjson < export.ndjson
              mixport replay missing.ndjson --report again.ndjson < events.ndjson

            Exit codes: 0 all is there, 75 something is missing, 66 the export is not complete, so that nothing can be \
            said. Memory: \(Verification.memoryPerRow) bytes for each row of the report that is imported, and 16 MB.
            """
    )

    @Argument(help: .init("The report of a run.", valueName: "report"), transform: FileArguments.path)
    var verified: FilePath
    @Option(
        help: .init("The run's input: missing lines are shown by the days of their events.", valueName: "path"),
        transform: FileArguments.path
    )
    var input: FilePath?
    @Option(
        help: .init("Write the missing lines as a report that replay takes.", valueName: "path"),
        transform: FileArguments.path
    )
    var report: FilePath?
    @Flag(help: "Replace an existing file of that name.")
    var overwrite = false
    @Flag(help: "One JSON object in place of the text.")
    var json = false

    func run() throws {
        if StandardDescriptors.inputIsTerminal {
            throw Failure("verify reads Mixpanel's raw export from standard input: mixport verify --help", .usage)
        }
        try SecretHint.checkIsReport(verified)
        let missing: MissingReport?
        do throws(VerificationError) {
            missing = try report.map { path throws(VerificationError) in
                try MissingReport(
                    path,
                    existing: overwrite ? .replace : .refuse,
                    beside: [verified] + [input].compactMap(\.self),
                    and: .standardInput
                )
            }
        } catch {
            throw error.failure
        }
        do throws(VerificationError) {
            show(try compare(missing))
        } catch {
            missing?.discardIfNew()
            throw error.failure
        }
    }

    private func compare(_ missing: MissingReport?) throws(VerificationError) -> VerificationResult {
        var verification = try Verification(of: verified)
        try verification.read(export: .standardInput)
        return try verification.compare(input: input, writing: missing)
    }

    private func show(_ result: VerificationResult) {
        let ending = Ending.exit(result.isAllThere ? .success : .pending)
        let text = VerificationText(
            result: result,
            report: verified,
            missing: report,
            input: input
        )
        do throws(Failure) {
            try Terminal.print(json ? VerificationJSON(result, ending).text + "\n" : text.text)
        } catch {
            Terminal.fail(error.text, error.code)
        }
        ending.end()
    }
}

extension VerificationError {
    fileprivate var failure: Failure {
        switch self {
        case .unreadableReport(let error): Failure(error.description, .input)
        case .noReport(let mismatch): Failure("the report: \(mismatch.sentence)", .input)
        case .export(let error): Failure("the export: \(error.exportSentence); nothing can be said", .input)
        case .noEvent(let line, let message, let beginning):
            Failure(
                """
                line \(line.grouped) of the export is no event: \(message) The export is not complete, or is something \
                else; nothing can be said. It begins: \(beginning)
                """,
                .input
            )
        case .emptyExport:
            Failure("the export is empty: did its download fail, or is it of other days or another project?", .input)
        case .unreadableInput(let path, let error): Failure("--input \(path.text): \(error.description)", .input)
        case .otherInput(let path, let line):
            Failure("--input \(path.text) is not the input of the report: line \(line) has another id", .input)
        // Nothing is resumed here.
        case .output(.exists(let path)): Failure("\(path.text) exists: --overwrite replaces it", .cannotCreate)
        case .output(let error): Failure(error.sentence, error.isAtWriting ? .inputOutput : .cannotCreate)
        }
    }
}

extension InputError {
    fileprivate var exportSentence: String {
        switch self {
        case .exportBrokeOff: "it says that it broke off (terminated early); export it again"
        default: sentence
        }
    }
}

extension OutputError {
    fileprivate var isAtWriting: Bool {
        switch self {
        case .cannotWrite, .changed: true
        default: false
        }
    }
}
