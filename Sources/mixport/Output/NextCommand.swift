import MixpanelImport
import SystemPackage

/// What to run after a run that left something to do.
struct NextCommand {
    /// The last one is the command.
    let lines: [String]

    private static let outputs = ["--report", "--rejects", "--pending"]

    /// `credentials`: what they may have been meant to be, in case they are refused.
    init(
        _ ending: Ending,
        _ result: ImportResult,
        _ files: WrittenFiles,
        expectedLines: Int?,
        credentials: CredentialsHint?
    ) {
        let isRefused = ending == .exit(.credentials)
        let lines = Self.lines(ending, result, files, expectedLines, isRefused ? credentials?.replacement : nil)
        // The very command that has failed is no advice.
        guard isRefused, let credentials, let last = lines.last else {
            self.lines = lines
            return
        }
        self.lines = lines.dropLast() + [credentials.condition, last]
    }

    private typealias Replacement = (without: [String], options: [String])

    private static func lines(
        _ ending: Ending,
        _ result: ImportResult,
        _ files: WrittenFiles,
        _ expectedLines: Int?,
        _ replacement: Replacement?
    ) -> [String] {
        let isLongEnough = result.isComplete && result.linesRead >= expectedLines ?? 0
        let isLimited = result.reachedLineLimit && !result.isReplay && result.outlook == nil
        switch ending {
        case .exit(.success) where isLimited, .exit(.rejected) where isLimited && result.counts.pending == 0:
            return Self.why(result, files) + [Self.resume(files, without: ["--limit"])]
        case .exit(.success), .exit(.unbalanced), .exit(.configuration), .exit(.cannotCreate):
            return []
        case _ where files.report.isStream:
            return Self.afterStream(result, files)
        case .exit(.rejected) where result.counts.pending == 0 && (result.stopCause == nil || result.isComplete),
            .exit(.input) where isLongEnough:
            return Self.why(result, files)
        case _ where !files.hasBegun:
            return [Self.next(Self.arguments(keeps: .everything))]
        case _ where !files.report.isWhole && !files.report.isEmpty:
            // Its rows are not there, or not all: the input is sent anew, and what files are left stay as they are.
            return Self.pending(result, files) + [Self.next(Self.arguments(without: Self.outputs, keeps: .command))]
        case .exit(.pending) where result.isComplete && !result.reasons.hasStopped,
            .exit(.protocolError) where result.isComplete && !result.reasons.hasStopped:
            let options = Self.arguments(without: Self.outputs + ["--expect-lines", "--status"])
            let isAgain = result.isReplay && files.pending.isThere
            let pending = isAgain ? Self.quoted(files.pending.path) : ""
            return
                (isAgain ? ["the service answers, but not for these: they are in \(pending), look at them first"] : [])
                + [Self.next(["replay", Self.path(files.report.path)] + options)]
        default:
            let again = Self.resume(
                files,
                without: replacement?.without ?? [],
                adding: (replacement?.options ?? []).map(Self.quoted)
            )
            return Self.pending(result, files) + [again]
        }
    }

    private static func resume(
        _ files: WrittenFiles,
        without others: [String] = [],
        adding more: [String] = []
    ) -> String {
        let options = arguments(without: ["--report"] + others, keeps: .command) + more
        return next(options + ["--report", path(files.report.path), "--resume"])
    }

    /// How to see why lines were rejected.
    private static func why(_ result: ImportResult, _ files: WrittenFiles) -> [String] {
        guard result.counts.rejected > 0 else { return [] }
        if files.report.isWhole { return ["why: \(quoted(ProgramArguments.all[0])) report \(path(files.report.path))"] }
        return files.rejects.isThere ? ["look at: \(quoted(files.rejects.path))"] : []
    }

    /// For an input that is gone. Ids that were made of line numbers would be others.
    private static func pending(_ result: ImportResult, _ files: WrittenFiles) -> [String] {
        let isStream = StandardDescriptors.inputProgress == nil
        guard isStream, result.counts.pending > 0, files.pending.isThere else { return [] }
        let path = quoted(files.pending.path)
        guard let options = argumentsForLines(without: outputs) else {
            return ["if the input cannot be read again, what is left of it is in \(path)"]
        }
        return ["if the input cannot be read again: " + command(options, input: path)]
    }

    /// Rows that are with their reader have the lines, if no file has them, and the same command may be run again.
    private static func afterStream(_ result: ImportResult, _ files: WrittenFiles) -> [String] {
        guard result.isComplete, !result.reasons.hasStopped else { return [next(arguments(keeps: .everything))] }
        guard result.counts.pending > 0 else { return [] }
        let file = files.pending.isThere ? quoted(files.pending.path) : nil
        guard let options = argumentsForLines(without: ["--pending"]) else {
            return ["what is left is in \(file ?? "the rows"), and by its ids it belongs to these line numbers"]
        }
        if let file { return ["next: " + command(options, input: file)] }
        let pick = #"jq -r 'select(.status=="undelivered" or .status=="unknown").raw' ROWS"#
        let again = ([program] + options).joined(separator: " ")
        return ["the rows have the lines; next: \(pick) | \(again)"]
    }

    /// For what is left of the input in place of the input. nil where ids were made of line numbers: they would be
    /// others. Lines that are kept are JSON, one a line, whatever they were read from.
    private static func argumentsForLines(without others: [String]) -> [String]? {
        let typed = TypedCommand.ofThisRun
        if typed.values(of: "--insert-id").contains("line") { return nil }
        let namesFormat = ["--format", "--options-file"].contains(where: typed.optionNames.contains)
        let options = arguments(without: others + ["--expect-lines", "--status", "--format", "--csv-text"])
        return options + (namesFormat ? ["--format", "ndjson"] : [])
    }

    private static func next(_ arguments: [String]) -> String { "next: " + command(arguments, input: input) }

    private static func command(_ arguments: [String], input: String) -> String {
        ([program] + arguments + ["<", input]).joined(separator: " ")
    }

    /// A command that stands in a message for any file, with the options of this run and, where no quotes are needed
    /// around it, its file.
    static func asTyped(_ command: String) -> String {
        guard let program = command.firstRange(of: "mixport") else { return withInput(command) }
        let rest = command[program.upperBound...]
        let own = TypedCommand(rest.split(separator: " ").map(String.init).prefix { $0 != "<" })
        let typed = TypedCommand.ofThisRun.words(without: own.optionNames)
        let head = withInput(String(command[..<program.upperBound]))
        return ([head] + typed).joined(separator: " ") + withInput(String(rest))
    }

    /// The file in the place of its placeholder.
    private static func withInput(_ command: String) -> String {
        let path = input
        guard path != "INPUT", path == StandardDescriptors.inputPath else { return command }
        return command.replacing("FILE", with: path)
    }

    /// The file that standard input reads, if it is one.
    private static var input: String {
        let path = StandardDescriptors.inputProgress == nil ? nil : StandardDescriptors.inputPath
        return path.map(quoted) ?? "INPUT"
    }

    private enum Kept {
        case options
        /// Also the name of a command, and what else is no option.
        case command
        /// Also how the run treated existing files.
        case everything
    }

    /// The arguments of this run, but for some options with their values.
    private static func arguments(without options: [String] = [], keeps: Kept = .options) -> [String] {
        let others = options + ["--resume", "--overwrite"]
        switch keeps {
        case .options: return TypedCommand.ofThisRun.options(without: others)
        case .command: return TypedCommand.ofThisRun.words(without: others)
        case .everything: return ProgramArguments.all.dropFirst().map(quoted)
        }
    }

    private static func path(_ path: FilePath) -> String { ShellText.argument(path) }

    /// As a shell wants it.
    static func quoted(_ path: FilePath) -> String { quoted(ByteText.encoded(path.bytes)) }

    /// The program by the name that it was called by.
    static var program: String { quoted(ProgramArguments.all[0]) }

    static func quoted(_ text: String) -> String { ShellText.quoted(text) }
}
