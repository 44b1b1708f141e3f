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
