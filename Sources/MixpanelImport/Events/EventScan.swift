/// Where the parts of an event stand in its line. Offsets are in bytes from the line's start.
package struct EventScan: Sendable, Equatable {
    package enum Kind: UInt8, Sendable {
        case object
        case array
        case string
        case number
        case boolean
        case null
    }

    /// A string's bytes include its quotes, a container's its brackets.
    package struct Value: Sendable, Equatable {
        package var kind: Kind
        package var start: Int
        package var end: Int

        package init(kind: Kind, start: Int, end: Int) {
            self.kind = kind
            self.start = start
            self.end = end
        }

        static var absent: Value { Value(kind: .null, start: 0, end: 0) }

        var isAbsent: Bool { end == 0 }
    }

    /// The object, without the whitespace around it.
    package var start: Int
    package var end: Int
    /// Always a string.
    package var event: Value
    /// Always an object.
    package var properties: Value
    /// The next three stand directly inside `properties` and may be of any kind.
    package var time: Value?
    package var distinctID: Value?
    package var insertID: Value?
    /// Members directly inside `properties`.
    package var propertyCount: Int
}
