/// Where a line stands: its number, and in which report.
package struct LinePlace: Sendable, Equatable {
    package var line: Int
    /// Among the parts of the review.
    package var part: Int
}
