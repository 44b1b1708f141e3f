/// What an export says of a report.
package struct VerificationResult: Sendable, Equatable {
    package struct Day: Sendable, Equatable {
        package var missing = 0
        package var there = 0
    }

    /// What the export holds, whatever the report says.
    package struct Export: Sendable, Equatable {
        package var events = 0
        /// Uncompressed.
        package var bytes = 0
        /// Events that no line of the report calls imported.
        package var onlyThere = 0
        /// Events beyond the first of an id that the report has.
        package var copies = 0
        /// Events without an `$insert_id`, which can be compared with nothing. Part of `onlyThere`.
        package var withoutID = 0
        /// Events that Mixpanel has given another name because one user has too many.
        package var hotShard = 0
        /// Days since 1970-01-01.
        package var days: ClosedRange<UInt16>?
    }

    /// Lines that the report calls imported: `there`, `missing` and `withoutID`.
    package var imported = 0
    package var there = 0
    package var missing = 0
    /// Rows without an id cannot be looked up.
    package var withoutID = 0
    /// Of those that are there: lines whose id the export has more often than the report.
    package var repeated = 0
    /// Lines whose id an earlier line has, too.
    package var sharing = 0
    package var firstMissing: Int?
    package var lastMissing: Int?
    /// By days since 1970-01-01.
    package var days: [UInt16: Day] = [:]
    package var missingWithoutDay = 0
    package var daysJudgedByNeighbours = 0
    package var export = Export()
    /// The last row of the report was not written to its end.
    package var isTorn = false
    /// At most this is the chance that a line is called there that is not.
    package var chanceOfMistake = 0.0

    package var isAllThere: Bool { there == imported }
}
