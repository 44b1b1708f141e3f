/// A command line in its parts, so that a message can say it anew without some of them, or with others.
struct TypedCommand {
    private enum Part {
        /// With its value, where that is a word of its own.
        case option(name: String, words: [String])
        /// What belongs to no option.
        case argument(String)
    }

    /// The command's name, where it is typed.
    let name: String?
    private let parts: [Part]

    /// - Parameter arguments: Without the name of the program.
    init(_ arguments: some Sequence<String>) {
        var rest = Array(arguments)[...]
        name = rest.first.flatMap { first in OptionNames.commands.contains(first) ? first : nil }
        if name != nil { rest.removeFirst() }
        let flags = OptionNames(name).flags
        var parts: [Part] = []
        while let word = rest.popFirst() {
            if word == "--" {
                // What follows is never an option, also without the two hyphens.
                parts += rest.map { .argument(ShellText.noOption($0)) }
                break
            }
            let name = String(word.prefix { $0 != "=" })
            if word == "-" || !word.hasPrefix("-") {
                parts.append(.argument(word))
            } else if word.hasPrefix("--"), name == word, !flags.contains(word), let value = rest.popFirst() {
                parts.append(.option(name: name, words: [word, value]))
            } else {
                parts.append(.option(name: name, words: [word]))
            }
        }
        self.parts = parts
    }

    /// The command line of this run.
    static let ofThisRun = TypedCommand(ProgramArguments.all.dropFirst())

    var arguments: [String] {
        parts.compactMap { part in if case .argument(let word) = part { word } else { nil } }
    }

    var optionNames: [String] {
        parts.compactMap { part in if case .option(let name, _) = part { name } else { nil } }
    }

    /// The values that an option is given, joined to it or as words of their own.
    func values(of name: String) -> [String] {
        parts.compactMap { part in
            guard case .option(name, let words) = part else { return nil }
            return words.count > 1 ? words[1] : words.first.map { String($0.dropFirst(name.count + 1)) }
        }
    }

    /// The options with their values, but for some, quoted for a shell.
    func options(without names: [String] = []) -> [String] {
        words(without: names, arguments: 0, named: false)
    }

    /// The whole command line, but for some options and for the arguments after so many, quoted for a shell.
    func words(without names: [String] = [], arguments most: Int = .max) -> [String] {
        words(without: names, arguments: most, named: true)
    }

    private func words(without names: [String], arguments most: Int, named: Bool) -> [String] {
        var words = named ? [name].compactMap(\.self) : []
        var left = most
        for part in parts {
            switch part {
            case .option(let name, let own): if !names.contains(name) { words += own }
            case .argument(let word):
                if left > 0 { words.append(word) }
                left -= 1
            }
        }
        return words.map(ShellText.quoted)
    }
}
