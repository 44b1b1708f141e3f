/// Puts the options of presets and option files in the place of `--from` and `--options-file`, and says which of two
/// that are about the same thing wins.
package struct OptionExpansion: Sendable {
    /// What a `--from` or `--options-file` names.
    package enum Reference: Sendable, Equatable {
        case preset(String)
        case file(String)
    }

    /// An option, and the way to the list it stands in.
    struct Placed: Sendable {
        var option: MappingOption
        /// For each `--from` on the way its number among the options of its list; empty for the command line.
        var way: [Int]
    }

    var options: [Placed] = []

    /// `load` gives the text of a preset or a file, or nil where there is none.
    package init(
        _ options: [MappingOption],
        load: (Reference) throws -> String?
    ) throws(MappingOptionError) {
        try add(options, way: [], inside: [], load)
    }

    private mutating func add(
        _ list: [MappingOption],
        way: [Int],
        inside names: [String],
        _ load: (Reference) throws -> String?
    ) throws(MappingOptionError) {
        for (index, option) in list.enumerated() {
            guard let reference = Reference(option) else {
                options.append(Placed(option: option, way: way))
                continue
            }
            if names.contains(option.value) { throw MappingOptionError(option, "It is inside itself.") }
            let text = try Self.text(of: reference, option, load)
            let isPreset = option.name == .from
            let inner = try OptionFile.options(in: text, file: option.value, isPreset: isPreset)
            try add(inner, way: way + [index], inside: names + [option.value], load)
        }
    }

    private static func text(
        of reference: Reference,
        _ option: MappingOption,
        _ load: (Reference) throws -> String?
    ) throws(MappingOptionError) -> String {
        let text: String?
        do {
            text = try load(reference)
        } catch {
            throw MappingOptionError(option, "Cannot read \(option.value): \(error).")
        }
        if let text { return text }
        if option.name == .optionsFile { throw MappingOptionError(option, "There is no file \(option.value).") }
        let hint = Presets.nearest(to: option.value).map { "; did you mean \($0)?" }
        throw MappingOptionError(option, "There is no preset '\(option.value)'\(hint ?? ".")")
    }
}

extension OptionExpansion.Reference {
    fileprivate init?(_ option: MappingOption) {
        switch option.name {
        case .from: self = .preset(option.value)
        case .optionsFile: self = .file(option.value)
        default: return nil
        }
    }
}

extension OptionExpansion.Placed {
    /// An option beside a preset wins over those in it, wherever it stands, and a later preset over an earlier one.
    func wins(over other: Self) -> Bool {
        for (mine, theirs) in zip(way, other.way) where mine != theirs {
            return mine > theirs
        }
        return way.count < other.way.count
    }

    func isInSameList(as other: Self) -> Bool { way == other.way }
}
