/// One row of a report, read back: positions in its bytes. Only rows that `RowWriter` writes are rows.
struct ReportRow {
    var line: Int
    var status: Verdict.Status
    /// Bytes between the quotes.
    var insertID: Range<Int>?
    /// Where `,"by":` or whatever follows the id begins.
    private var detailsStart: Int

    /// nil for anything else than a row. `bytes` without the `\n`.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var cursor = RowCursor(bytes)
        guard cursor.skipStart(), let line = cursor.number(), cursor.skip(#","status":""#) else { return nil }
        guard let status = cursor.status() else { return nil }
        self.line = line
        self.status = status
        if cursor.skip(#","insert_id":""#) {
            guard let id = cursor.string() else { return nil }
            insertID = id
        }
        guard bytes.last == UInt8(ascii: "}"), cursor.position < bytes.count else { return nil }
        detailsStart = cursor.position
    }

    /// The id of a row that says no more than that this line was imported; nil for any other row.
    static func insertID(
        ofImported line: Int,
        isDryRun: Bool,
        _ bytes: UnsafeRawBufferPointer
    ) -> UnsafeRawBufferPointer? {
        var cursor = RowCursor(bytes)
        guard cursor.skipStart(), cursor.number() == line,
            cursor.skip(isDryRun ? #","status":"valid","insert_id":""# : #","status":"imported","insert_id":""#)
        else { return nil }
        let end = bytes.count - 2
        guard end >= cursor.position, bytes[end] == UInt8(ascii: "\""), bytes[end + 1] == UInt8(ascii: "}") else {
            return nil
        }
        return UnsafeRawBufferPointer(rebasing: bytes[cursor.position..<end])
    }

    /// The run ended before this line had a verdict.
    func isStopped(in bytes: UnsafeRawBufferPointer) -> Bool {
        guard status == .undelivered || status == .unknown else { return false }
        var cursor = RowCursor(bytes, at: detailsStart)
        return cursor.skip(#","reason":"stopped""#)
    }

    /// Whether the run sent nothing, for rows that tell: a line is `valid` only then, and only then does the program
    /// itself say what the service's validation would.
    func isOfDryRun(_ verdict: Verdict) -> Bool? {
        switch status {
        case .imported: false
        case .valid: true
        case .undelivered, .unknown: false
        case .rejected where verdict.reason == .validation: verdict.by == .mixport
        case .rejected, .blank, .skipped: nil
        }
    }

    /// What the row says of its line; nil if it is no row after all.
    func verdict(in bytes: UnsafeRawBufferPointer) -> Verdict? {
        var verdict = Verdict(status)
        guard status != .imported, status != .valid, status != .blank else { return verdict }
        var cursor = RowCursor(bytes, at: detailsStart)
        if cursor.skip(#","by":""#) {
            guard let by = cursor.text() else { return nil }
            verdict.by = Verdict.Judge(rawValue: by)
        }
        if cursor.skip(#","reason":""#) {
            guard let code = cursor.text(), let reason = Reason(code: code) else { return nil }
            verdict.reason = reason
        }
        if cursor.skip(#","column":"#) { verdict.column = cursor.number() }
        if cursor.skip(#","field":""#) { verdict.field = cursor.text() }
        if cursor.skip(#","message":""#) { verdict.message = cursor.text() }
        if cursor.skip(#","code":"#) { verdict.code = cursor.number() }
        if cursor.skip(#","attempts":"#) { verdict.attempts = cursor.number() ?? 0 }
        if cursor.skip(#","raw":""#) || cursor.skip(#","raw_base64":""#) { _ = cursor.string() }
        return cursor.skip("}") ? verdict : nil
    }
}

/// Only rows as `RowWriter` writes them.
extension RowCursor {
    /// Up to the number of the line.
    fileprivate mutating func skipStart() -> Bool {
        if skip(#"{"line":"#) { return true }
        return skip(#"{"source":""#) && string() != nil && skip(#","line":"#)
    }

    fileprivate mutating func status() -> Verdict.Status? {
        if skip(#"imported""#) { return .imported }
        if skip(#"valid""#) { return .valid }
        if skip(#"rejected""#) { return .rejected }
        if skip(#"blank""#) { return .blank }
        if skip(#"skipped""#) { return .skipped }
        if skip(#"undelivered""#) { return .undelivered }
        return skip(#"unknown""#) ? .unknown : nil
    }

    fileprivate mutating func text() -> String? {
        guard let range = string() else { return nil }
        let token = UnsafeRawBufferPointer(rebasing: bytes[(range.lowerBound - 1)..<(range.upperBound + 1)])
        return JSONString.withContents(of: token) { String(decoding: $0, as: UTF8.self) }
    }
}
