/// What is wrong with an option, and where in it.
package struct MappingOptionError: Error, Equatable, CustomStringConvertible {
    /// The option without its dashes, as it was written.
    package var option: String
    package var value: String
    /// Nil for the command line.
    package var origin: MappingOption.Origin?
    /// The character of the value that the message is about, in bytes from its start; nil where it is about the whole.
    package var offset: Int?
    /// One sentence for people.
    package var message: String

    package var description: String {
        let place = origin.map { "\($0.isPreset ? "preset " : "")\($0.file), line \($0.line): " } ?? ""
        let name = option.isEmpty ? "" : "--\(option): "
        return place + name + message
    }

    /// The value, and under it a caret at the character that is meant.
    package var picture: String? {
        guard let offset else { return nil }
        let before = value.utf8.prefix(offset)
        let column = String(decoding: before, as: UTF8.self).unicodeScalars.count
        let shown = value.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : String($0) }.joined()
        return shown + "\n" + String(repeating: " ", count: column) + "^"
    }
}

extension MappingOptionError {
    init(_ option: MappingOption, at offset: Int? = nil, _ message: String) {
        self.init(
            option: option.name.rawValue,
            value: option.value,
            origin: option.origin,
            offset: offset,
            message: message
        )
    }

    init(_ option: MappingOption, _ fault: SourceFault, from start: Int = 0) {
        self.init(option, at: start + fault.offset, fault.message)
    }
}
