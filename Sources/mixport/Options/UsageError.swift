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
            let meant = OptionNames.command(nearestTo: first), sentence.contains("nexpected argument")
        {
            text = "there is no command \(first); \(meant)? mixport --help has all"
        } else if sentence.contains("nexpected argument") {
            text = Self.file(arguments, command) ?? "\(sentence)\n\(help) has all options"
        } else if let match = sentence.firstMatch(of: /Unknown option '(-[^']*)'/) {
            let near = OptionNames(command).nearest(to: String(match.1))
            let hint = near.isEmpty ? "" : "; \(near.joined(separator: " or "))?"
            // What is joined to a short option may be a secret.
            let name = match.1.hasPrefix("--") ? match.1 : match.1.prefix(2)
            text = "there is no \(name)\(hint)\n\(help) has all options"
        } else if let match = sentence.firstMatch(of: /The value '(.*)' is invalid for '(--?[a-z-]+)[^']*'(.*)/) {
            text = "\(match.2) \(match.1): \(Self.hint(String(match.2), String(match.1), String(match.3), message))"
        } else if let match = sentence.firstMatch(of: /Missing value for '(--?[a-z-]+) ?<?([^>']*)>?'/) {
            text = "\(match.1) needs a value: \(match.1) \(match.2.uppercased())"
        } else if sentence.contains("Missing expected argument") {
            text = "\(command ?? "mixport") needs the name of a report\n\(help) says more"
        } else {
            text = sentence
        }
    }

    private static func command(_ arguments: [String]) -> String? {
        let names = Mixport.configuration.subcommands.compactMap { $0.configuration.commandName }
        guard let name = arguments.first, names.contains(name), name != "import" else { return nil }
        return name
    }

    /// Files are for the shell to open.
    private static func file(_ arguments: [String], _ command: String?) -> String? {
        let files = arguments.filter { !$0.hasPrefix("-") && SecretHint.isFile($0) }
        guard command == nil, !files.isEmpty else { return nil }
        let names = files.map(NextCommand.quoted).joined(separator: " ")
        let line = files.count == 1 ? "mixport < \(names)" : "cat \(names) | mixport"
        return "events come from standard input, not from arguments. Try:\n  \(line)"
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
