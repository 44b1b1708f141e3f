/// The reasons for which lines were not imported, each with its first line.
public struct ReasonCounts: Sendable {
    /// Lines with the same status, reason and field.
    public struct Entry: Sendable, Equatable {
        /// What became of them.
        public var status: Verdict.Status
        /// Why.
        public var reason: Reason
        /// The server's name for the part of the event that is at fault.
        public var field: String?
        /// How many there are.
        public var count: Int
        /// The number of the first one, from 1.
        public var firstLine: Int
        /// The message of the first line.
        public var message: String?
    }

    private struct Key: Hashable {
        var status: Verdict.Status
        var reason: Reason
        var field: String?
    }

    /// A server that invents a field for every line does not make memory grow.
    private static let mostEntries = 200

    private var entries: [Key: Entry] = [:]

    /// No lines.
    public init() {}

    /// Whether a line is without a verdict, so that a resumed run would send it.
    public var hasStopped: Bool { entries.keys.contains { $0.reason == .stopped } }

    mutating func count(_ verdict: Verdict, line: Int) {
        guard let reason = verdict.reason else { return }
        var key = Key(status: verdict.status, reason: reason, field: verdict.field)
        if entries[key] == nil, entries.count >= Self.mostEntries { key.field = nil }
        let new = Entry(
            status: verdict.status,
            reason: reason,
            field: key.field,
            count: 0,
            firstLine: line,
            message: verdict.message
        )
        entries[key, default: new].count += 1
    }

    /// The most frequent first; of equals the one that came first.
    public var byFrequency: [Entry] {
        entries.values.sorted { ($1.count, $0.firstLine) < ($0.count, $1.firstLine) }
    }
}
