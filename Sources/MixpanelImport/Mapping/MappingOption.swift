/// One option of how input becomes events, as it was given.
package struct MappingOption: Sendable, Equatable {
    /// Where an option stands that was not typed on the command line.
    package struct Origin: Sendable, Equatable {
        /// A path, or the name of a preset.
        package var file: String
        package var isPreset: Bool
        /// From 1.
        package var line: Int

        package init(file: String, isPreset: Bool, line: Int) {
            self.file = file
            self.isPreset = isPreset
            self.line = line
        }
    }

    package enum Name: String, Sendable, CaseIterable {
        case from
        case optionsFile = "options-file"
        case format
        case csvText = "csv-text"
        case skipPrefix = "skip-prefix"
        case explode
        case `where`
        case unwrap
        case parse
        case entries
        case map
        case spread
        case flatten
        case dropNull = "drop-null"
        case rename
        case drop
        case keep
        case set
        case `default`
        case timeZone = "timezone"
        case timeFormat = "time-format"
        case since
        case until

        /// Whether it stands alone.
        package var isFlag: Bool {
            switch self {
            case .csvText, .skipPrefix, .flatten, .dropNull: true
            default: false
            }
        }
    }

    package var name: Name
    /// Empty for a flag.
    package var value: String
    /// Nil for the command line.
    package var origin: Origin?

    package init(_ name: Name, _ value: String = "", origin: Origin? = nil) {
        self.name = name
        self.value = value
        self.origin = origin
    }
}
