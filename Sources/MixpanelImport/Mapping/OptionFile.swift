/// Reads a file of options: one a line, after its name and blanks the rest of the line is its value.
package enum OptionFile {
    /// `file` is named in messages.
    package static func options(
        in text: String,
        file: String,
        isPreset: Bool
    ) throws(MappingOptionError) -> [MappingOption] {
        var options: [MappingOption] = []
        var number = 0
        // By bytes: as characters, a carriage return and a line feed are one that equals neither.
        let mark = "\u{FEFF}".utf8
        let bytes = text.utf8.dropFirst(text.utf8.starts(with: mark) ? mark.count : 0)
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let origin = MappingOption.Origin(file: file, isPreset: isPreset, line: number)
            if let option = try option(in: line, origin: origin) { options.append(option) }
        }
        return options
    }

    /// Nil for an empty line or a comment.
    private static func option(
        in line: Substring.UTF8View,
        origin: MappingOption.Origin
    ) throws(MappingOptionError) -> MappingOption? {
        let line = trimmed(line)
        if line.isEmpty || line.first == UInt8(ascii: "#") { return nil }
        let word = line.prefix { !isBlank($0) }
        let value = String(decoding: unquoted(trimmed(line[word.endIndex...])), as: UTF8.self)
        let text = String(decoding: word, as: UTF8.self)
        func fault(_ message: String) -> MappingOptionError {
            let name = text.hasPrefix("--") ? String(text.dropFirst(2)) : ""
            return MappingOptionError(option: name, value: value, origin: origin, offset: nil, message: message)
        }
        guard text.hasPrefix("--") else { throw fault("An option begins with --; found '\(text)'.") }
        guard let name = MappingOption.Name(rawValue: String(text.dropFirst(2))) else {
            let names = MappingOption.Name.allCases.map(\.rawValue)
            let hint = Suggestion.nearest(to: String(text.dropFirst(2)), among: names)
            throw fault("Unknown option\(hint.map { "; did you mean --\($0)?" } ?? " in a list of options.")")
        }
        if name == .optionsFile { throw fault("It stands only on the command line.") }
        if name.isFlag != value.isEmpty {
            throw fault(name.isFlag ? "It takes no value." : "It needs a value.")
        }
        return MappingOption(name, value, origin: origin)
    }

    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) {
            text.removeLast()
        }
        return text
    }

    private static func unquoted(_ text: Substring.UTF8View) -> Substring.UTF8View {
        let quote = UInt8(ascii: "'")
        guard text.count >= 2, text.first == quote, text.last == quote else { return text }
        return text.dropFirst().dropLast()
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}
