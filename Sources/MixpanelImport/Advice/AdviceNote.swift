/// What was noticed of one kind.
package struct AdviceNote: Sendable, Equatable {
    package var kind: AdviceKind
    /// Events, unless the kind says otherwise.
    package var count: Int
    package var firstLine: Int
    /// Whether the count is an estimate, because not every event was looked at or remembered.
    package var isEstimate: Bool
    /// Of an estimate, relative to the count, where it is known.
    package var standardError: Double?
}
