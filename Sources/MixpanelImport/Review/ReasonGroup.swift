/// Lines that are not imported for the same reason.
package struct ReasonGroup: Sendable {
    package let status: Verdict.Status
    /// The code; of another version of this program it may be one that this one does not know.
    package let reason: String
    package let field: String?
    /// What holds for all of them: values that differ are left out.
    package fileprivate(set) var message: String?
    /// The server's, or this program's own verdict.
    package let isServers: Bool
    package private(set) var count = 0
    package private(set) var first: LinePlace
    package private(set) var last: LinePlace
    package private(set) var positions = PositionHistogram()

    init(_ row: ReviewedRow, _ bytes: UnsafeRawBufferPointer, at place: LinePlace, hasText: Bool) {
        status = row.status
        reason = row.text(row.reason, in: bytes) ?? ""
        field = hasText ? row.text(row.field, in: bytes) : nil
        message = hasText ? row.text(row.message, in: bytes) : nil
        isServers = row.isBy("server", in: bytes)
        first = place
        last = place
    }

    mutating func count(_ place: LinePlace, position: Int) {
        count += 1
        last = place
        positions.add(position)
    }

    /// Another message of the same pattern.
    mutating func generalize(to pattern: String?) {
        message = pattern
    }
}
