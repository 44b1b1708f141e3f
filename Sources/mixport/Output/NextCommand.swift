import MixpanelImport

/// What to run after a run that left something to do.
struct NextCommand {
    /// The last one is the command.
    let lines: [String]

    init(_ ending: Ending, _ result: ImportResult, _ files: Report.Files, expectedLines: Int?) {
        let isLongEnough = result.isComplete && result.linesRead >= expectedLines ?? 0
        switch ending {
        case .exit(.success), .exit(.unbalanced), .exit(.configuration), .exit(.cannotCreate):
            lines = []
        case .exit(.rejected) where result.counts.pending == 0 && (result.stopCause == nil || result.isComplete),
            .exit(.input) where isLongEnough:
            lines = result.counts.rejected > 0 ? ["look at: \(Self.quoted(files.rejects))"] : []
        case .exit(.pending) where result.isComplete && !result.reasons.hasStopped,
            .exit(.protocolError) where result.isComplete && !result.reasons.hasStopped:
            let options = Self.arguments(without: ["--report", "--rejects", "--pending", "--expect-lines", "--status"])
            lines = ["next: " + Self.command(["replay", Self.path(files.report)] + options, input: Self.input)]
        default:
            let resume = Self.arguments(without: ["--report"], keepsCommand: true)
            let command = resume + ["--report", Self.path(files.report), "--resume"]
            let isStream = result.counts.pending > 0 && StandardDescriptors.inputProgress == nil
            lines =
                (isStream ? [Self.pending(files)] : []) + ["next: " + Self.command(command, input: Self.input)]
        }
    }

    /// For an input that is gone. Ids that were made of line numbers would be others.
    private static func pending(_ files: Report.Files) -> String {
        let options = arguments(without: ["--report", "--rejects", "--pending", "--expect-lines", "--status"])
        guard !options.contains("--insert-id") || !options.contains("line"), !options.contains("--insert-id=line")
        else {
            return "if the input cannot be read again, what is left of it is in \(quoted(files.pending))"
        }
        return "if the input cannot be read again: " + command(options, input: quoted(files.pending))
    }

    /// The program by the name that it was called by.
    private static func command(_ arguments: [String], input: String) -> String {
        ([quoted(ProgramArguments.all[0])] + arguments + ["<", input]).joined(separator: " ")
    }

    /// The file that standard input reads, if it is one.
    private static var input: String {
        let path = StandardDescriptors.inputProgress == nil ? nil : StandardDescriptors.inputPath
        return path.map(quoted) ?? "INPUT"
    }

    private static let flags = ["--sandbox", "--resume", "--overwrite", "--dry-run", "--json", "--quiet", "--verbose"]

    /// The arguments of this run, but for how it treats existing files and for some options with their values; without
    /// the name of a command and what else is no option, unless that is kept.
    private static func arguments(without options: [String], keepsCommand: Bool = false) -> [String] {
        var kept: [String] = []
        var rest = ProgramArguments.all.dropFirst()
        while let argument = rest.popFirst() {
            let name = argument.prefix { $0 != "=" }
            let hasValue = argument.hasPrefix("--") && name == argument && !flags.contains(argument)
            if argument == "--" {
                if keepsCommand { kept += rest.map(path) }
                break
            }
            if !argument.hasPrefix("-") {
                if keepsCommand { kept.append(quoted(argument)) }
            } else if argument != "--resume", argument != "--overwrite" {
                let words = [argument] + (hasValue ? [rest.popFirst()].compactMap(\.self) : [])
                if !options.contains(String(name)) { kept += words.map(quoted) }
            }
        }
        return kept
    }

    /// Never taken for an option.
    private static func path(_ path: String) -> String { quoted(path.hasPrefix("-") ? "./\(path)" : path) }

    /// As a shell wants it.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789-_./=:,+@%".unicodeScalars.contains(scalar))
        }
        guard text.isEmpty || !isPlain else { return text }
        guard text.unicodeScalars.allSatisfy(\.isHarmless) else { return ansiQuoted(text) }
        let parts = text.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + parts.joined(separator: #"'\''"#) + "'"
    }

    /// For names that a terminal would not show as they are: the form of bash, zsh and ksh, every odd byte by its number.
    private static func ansiQuoted(_ text: String) -> String {
        let bytes = ByteText.bytes(text).map { byte in
            let isPlain = (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "'") && byte != UInt8(ascii: "\\")
            return isPlain ? String(Unicode.Scalar(byte)) : "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "$'" + bytes.joined() + "'"
    }
}
