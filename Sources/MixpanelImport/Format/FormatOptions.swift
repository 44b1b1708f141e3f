/// What `FormatFilter` makes of the input.
package struct FormatOptions: Sendable {
    package var format = InputFormat.auto
    /// A field of a table stays text, whatever it looks like.
    package var isTextOnly = false
    /// A line may begin with other text.
    package var skipsPrefix = false
    /// Where a line may have an array of which each element becomes a line: the keys of one path after the other,
    /// unescaped.
    package var explodedPaths: [[[UInt8]]] = []
    /// The longest line that is not rejected.
    package var lineBytes = 1 << 20

    package init() {}
}

extension FormatOptions {
    /// What the options of a mapping say of the input.
    package init(_ mapping: EventMapping) throws(MappingOptionError) {
        if let option = mapping.format {
            guard let format = InputFormat(rawValue: option.value) else {
                throw MappingOptionError(option, at: 0, "It takes auto, ndjson, json, csv or tsv.")
            }
            self.format = format
        }
        isTextOnly = mapping.isCSVText
        skipsPrefix = mapping.skipsPrefixes
        explodedPaths = try mapping.explosions.map { (explosion) throws(MappingOptionError) in
            if let keys = explosion.path.keys { return keys }
            let message = "An array is reached by names alone, as in .a.b."
            throw MappingOptionError(explosion.option, at: explosion.indexOffset ?? 0, message)
        }
    }
}
