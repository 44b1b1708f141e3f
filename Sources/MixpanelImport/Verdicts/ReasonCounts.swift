/// The reasons for which lines were not imported, each with its first and last line.
///
/// Messages that differ only in what they quote, or in numbers, are one reason: `found '('` and `found '<'`.
public struct ReasonCounts: Sendable {
    /// Lines with the same status, reason, field and kind of message.
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
        /// The number of the last one.
        public var lastLine: Int
        /// The message; where theirs differ, what they have in common, with `…` for what differs.
        public var message: String?
        /// Whether their messages differ.
        public var hasMoreMessages = false
    }

    private struct Key: Hashable {
        var status: Verdict.Status
        var reason: Reason
        var field: String?
        var message: String?
    }

    /// A server that invents a field or a message for every line does not make memory grow.
    private static let mostEntries = 200
    /// Messages whose entry is known by heart, so that they need not be looked at again.
    private static let mostMessages = 256

    private(set) var entries: [Entry] = []
    /// By the message without what differs from line to line.
    private var kinds: [Key: Int] = [:]
    /// By the message as it is.
    private var messages: [Key: Int] = [:]

    /// No lines.
    public init() {}

    /// Whether a line is without a verdict, so that a resumed run would send it.
    public var hasStopped: Bool { entries.contains { $0.reason == .stopped } }

    mutating func count(_ verdict: Verdict, line: Int) {
        guard let reason = verdict.reason else { return }
        let key = Key(status: verdict.status, reason: reason, field: verdict.field, message: verdict.message)
        let place = messages[key] ?? self.place(of: key, line: line)
        entries[place].count += 1
        entries[place].firstLine = min(entries[place].firstLine, line)
        entries[place].lastLine = max(entries[place].lastLine, line)
    }

    private mutating func place(of key: Key, line: Int) -> Int {
        var kind = key
        kind.message = key.message.map(MessagePattern.pattern)
        if kinds[kind] == nil, entries.count >= Self.mostEntries { (kind.field, kind.message) = (nil, nil) }
        let place = kinds[kind] ?? entries.count
        if place == entries.count {
            kinds[kind] = place
            // Of the rest, whose messages have nothing in common, none is shown.
            let isRest = kind.message == nil && key.message != nil
            entries.append(
                Entry(
                    status: kind.status,
                    reason: kind.reason,
                    field: kind.field,
                    count: 0,
                    firstLine: line,
                    lastLine: line,
                    message: isRest ? nil : key.message,
                    hasMoreMessages: isRest
                )
            )
        } else if entries[place].message != key.message {
            entries[place].message = kind.message
            entries[place].hasMoreMessages = true
        }
        if messages.count < Self.mostMessages { messages[key] = place }
        return place
    }

    /// The most frequent first; of equals the one that came first.
    public var byFrequency: [Entry] {
        entries.sorted { ($1.count, $0.firstLine) < ($0.count, $1.firstLine) }
    }
}
