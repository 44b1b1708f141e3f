import MixpanelImport

extension InputHint {
    var sentence: String {
        let text = "line \(line.grouped) \(finding)"
        return options.isEmpty ? text : "\(text); try \(options.joined(separator: " "))"
    }
}

extension ImportResult {
    /// nil where the presets that it would name are given already.
    func hint(beside events: EventArguments) -> InputHint? {
        guard let hint else { return nil }
        let given = events.options.filter { $0.name == .from }.map(\.value)
        return !hint.presets.isEmpty && hint.presets.allSatisfy(given.contains) ? nil : hint
    }
}

extension MappingCounts {
    /// One line; nil where there is nothing to say.
    var sentence: String? {
        let parts = [
            (hashedIDs, "$insert_id", "hashed"), (eventsWithoutUser, "event", "without a user"),
            (renamedProperties, "property", "renamed with a _"), (equalProperties, "property", "left out as equal"),
            (repeatedNames, "repeated name", "left out"),
        ]
        let texts = parts.filter { $0.0 > 0 }.map { count, noun, what in "\(Self.counted(count, noun)) \(what)" }
        return texts.isEmpty ? nil : texts.joined(separator: ", ")
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        noun == "property" && count != 1 ? "\(count.grouped) properties" : count.counted(noun)
    }
}
