import ArgumentParser

/// What is wrong with a command line, in the voice of all other messages: what it is, and what to write.
struct UsageError {
    let text: String

    /// - Parameter message: The parser's own, with its help and its usage.
    init(_ message: String, _ arguments: [String]) {
        let sentence = message.trimmingPrefix("Error: ").split(separator: "\n").first.map(String.init) ?? message
        let command = Self.command(arguments)
        let help = command == nil ? "mixport --help" : "mixport \(command ?? "") --help"
        if command == nil, let first = arguments.first, sentence.contains("'\(first)'"),
            OptionNames.command(nearestTo: first) != nil, sentence.contains("nexpected argument")
        {
            text = Self.noCommand(first)
        } else if sentence.contains("nexpected argument") {
            text = Self.file(arguments) ?? "\(sentence)\n\(help) has all options"
        } else if let match = sentence.firstMatch(of: /Unknown option '(-[^']*)'/) {
            // What is joined to a short option may be a secret.
            let name = String(match.1.hasPrefix("--") ? match.1 : match.1.prefix(2))
            text = Self.noOption(name, command) ?? "there is no \(name)\n\(help) has all options"
        } else if let match = sentence.firstMatch(of: /The value '(.*)' is invalid for '(--?[a-z-]+)[^']*'(.*)/) {
            let value = match.1.isEmpty ? "''" : match.1
            text = "\(match.2) \(value): \(Self.hint(String(match.2), String(match.1), String(match.3), message))"
        } else if let match = sentence.firstMatch(of: /Missing value for '(--?[a-z-]+) ?<?([^>']*)>?'/) {
            text = "\(match.1) needs a value: \(match.1) \(match.2.uppercased())"
        } else if sentence.contains("Missing expected argument") || sentence.contains("'' is invalid for '<report>'") {
            text = "\(command ?? "mixport") needs the name of a report\n\(help) says more"
        } else {
            text = sentence
        }
    }

    private static func command(_ arguments: [String]) -> String? {
        guard let name = arguments.first, OptionNames.commands.contains(name), name != "import" else { return nil }
        return name
    }

    /// What does not look like a command may be a secret, and is not repeated.
    static func noCommand(_ name: String) -> String {
        guard let meant = OptionNames.command(nearestTo: name) else {
            return "there is no such command; mixport --help has all"
        }
        return "there is no command \(name); \(meant)? mixport --help has all"
    }

    /// nil where nobody knows what was meant.
    private static func noOption(_ option: String, _ command: String?) -> String? {
        let owners = OptionNames.commands.filter { OptionNames($0).names.contains(option) }.map { "mixport \($0)" }
        if !owners.isEmpty {
            let others = command.map { ", not of mixport \($0)" } ?? ""
            return "\(option) is an option of \(owners.joined(separator: " or "))\(others)"
        }
        let near = OptionNames(command).nearest(to: option)
        let help = command.map { "mixport \($0) --help" } ?? "mixport --help"
        return near.isEmpty
            ? nil : "there is no \(option); \(near.joined(separator: " or "))?\n\(help) has all options"
    }

    /// Commands that read standard input, with how many arguments they take.
    private static let readers = ["import": 0, "convert": 0, "replay": 1, "verify": 1]

    /// Files are for the shell to open.
    private static func file(_ arguments: [String]) -> String? {
        let typed = TypedCommand(arguments)
        let name = typed.name ?? "import"
        guard let own = readers[name] else { return nil }
        let files = typed.arguments.dropFirst(own)
        guard !files.isEmpty, files.allSatisfy(SecretHint.isFile) else { return nil }
        let command = (["mixport"] + typed.words(arguments: own)).joined(separator: " ")
        let names = files.map(NextCommand.quoted).joined(separator: " ")
        let line = files.count == 1 ? "\(command) < \(names)" : "cat \(names) | \(command)"
        let what = name == "verify" ? "the export comes" : "events come"
        return "\(what) from standard input, not from arguments. Try:\n  \(line)"
    }

    /// How a value of this kind is written.
    private static func hint(_ option: String, _ value: String, _ said: String, _ message: String) -> String {
        if let own = said.firstMatch(of: /^: (?:--[a-z-]+ )?(.+)/) { return String(own.1) }
        if let list = said.firstMatch(of: /Please provide one of (.+?)\.?$/) {
            return "write \(list.1.replacing("'", with: ""))"
        }
        let kind = message.firstMatch(of: /is invalid for '--?[a-z-]+ <([^>]+)>/).map { String($0.1) }
        switch kind {
        case "duration" where !value.isEmpty && value.allSatisfy(\.isNumber): return "a unit is missing, as in 5s, 2m"
        case "duration": return "write a number and a unit, as in 250ms, 5s, 15m, 2h"
        case "size": return "write a number and a unit, as in 500k, 10MB, 9.5MiB"
        case "events/s", "events/window": return "write 30000, 20000/2s or none"
        case "k/n": return "write the number of this one and of all, as in 1/4"
        case "n": return "write a whole number"
        default: return "that is no value for it"
        }
    }
}
