/// What a summary says about the events that a mapping wrote.
package struct MappingCounts: Sendable, Equatable {
    /// An `$insert_id` that the service would not take was replaced by its hash.
    package var hashedIDs = 0
    /// `distinct_id` is "".
    package var eventsWithoutUser = 0
    /// Properties that got a `_` at the end of their name, because it was taken or reserved.
    package var renamedProperties = 0
    /// Properties left out because the event has them already, with the same value.
    package var equalProperties = 0
    /// Members left out because one of the same name follows in the same object.
    package var repeatedNames = 0

    package init() {}

    package static func += (left: inout MappingCounts, right: MappingCounts) {
        left.hashedIDs += right.hashedIDs
        left.eventsWithoutUser += right.eventsWithoutUser
        left.renamedProperties += right.renamedProperties
        left.equalProperties += right.equalProperties
        left.repeatedNames += right.repeatedNames
    }
}
