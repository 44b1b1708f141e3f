/// How the bytes of the input become lines.
package enum InputFormat: String, Sendable, CaseIterable {
    /// One of the next two, by the first value.
    case auto
    /// A line feed ends a line.
    case ndjson
    /// Values one after the other, and arrays of values.
    case json
    case csv
    case tsv
}
