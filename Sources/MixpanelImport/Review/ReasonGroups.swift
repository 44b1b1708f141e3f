/// Why lines are not imported: grouped by status, reason, field and message, where values within the messages may differ.
package struct ReasonGroups: Sendable {
    /// A server that invents a message for every line does not make memory grow: beyond so many groups its field and
    /// message count no more, and beyond twice as many nor does the reason.
    private static let most = 200
    /// Texts whose group is known without another look at them.
    private static let mostKnown = 2_000

    /// The very bytes of a reason, a field and a message.
    private struct Known {
        var text: [UInt8]
        var group: Int
    }

    package private(set) var groups: [ReasonGroup] = []
    private var indices: [String: Int] = [:]
    private var known: [Int: Known] = [:]

    /// The group that the row belongs to.
    mutating func count(
        _ row: ReviewedRow,
        _ bytes: UnsafeRawBufferPointer,
        at place: LinePlace,
        position: Int
    ) -> Int {
        let index = index(row, bytes, place)
        groups[index].count(place, position: position)
        return index
    }

    private mutating func index(_ row: ReviewedRow, _ bytes: UnsafeRawBufferPointer, _ place: LinePlace) -> Int {
        let texts = ReasonTexts(row, bytes)
        let hash = texts.hash(row.status)
        if let known = known[hash], texts.equal(known.text), groups[known.group].status == row.status {
            return known.group
        }
        let index = find(row, bytes, place)
        if known.count >= Self.mostKnown { known.removeAll() }
        known[hash] = Known(text: texts.copy, group: index)
        return index
    }

    private mutating func find(_ row: ReviewedRow, _ bytes: UnsafeRawBufferPointer, _ place: LinePlace) -> Int {
        let message = row.text(row.message, in: bytes)
        let pattern = message.map(MessagePattern.pattern)
        let reason = "\(row.status.rawValue)\0\(row.text(row.reason, in: bytes) ?? "")"
        let texts = "\(reason)\0\(row.text(row.field, in: bytes) ?? "")\0\(pattern ?? "")"
        if let index = indices[texts] {
            if groups[index].message != message { groups[index].generalize(to: pattern) }
            return index
        }
        if groups.count < Self.most { return append(row, bytes, place, key: texts, hasText: true) }
        if let index = indices[reason] { return index }
        if groups.count < 2 * Self.most { return append(row, bytes, place, key: reason, hasText: false) }
        return groups.lastIndex { $0.status == row.status } ?? append(row, bytes, place, key: reason, hasText: false)
    }

    private mutating func append(
        _ row: ReviewedRow,
        _ bytes: UnsafeRawBufferPointer,
        _ place: LinePlace,
        key: String,
        hasText: Bool
    ) -> Int {
        groups.append(ReasonGroup(row, bytes, at: place, hasText: hasText))
        indices[key] = groups.count - 1
        return groups.count - 1
    }

    /// Indices of the groups, the most frequent first; of equals the one that came first.
    package var byFrequency: [Int] {
        groups.indices.sorted { (groups[$1].count, $0) < (groups[$0].count, $1) }
    }
}
