internal import Glibc
internal import SystemPackage

/// A report read alongside its input: for each line its row, if it has one.
struct ReportCursor {
    private let reader: RowReader
    /// nil where it does not matter.
    private let isDryRun: Bool?
    /// A replay's report has rows for the lines that it sent; any other has one for every line.
    private let hasGaps: Bool
    private var next: ReportRow?
    /// The latest row, valid until the next one is read.
    private var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    /// `bytes` holds a row that has not been looked at.
    private var isUnread = false
    private var isAtEnd = false
    /// Where the report could not be read to its end.
    private(set) var failure: Errno?
    private var rowsRead = 0
    private var linesMatched = 0
    /// Of the last row that was used.
    private var lastLine = 0

    init(_ reader: RowReader, isDryRun: Bool?, hasGaps: Bool) {
        self.reader = reader
        self.isDryRun = isDryRun
        self.hasGaps = hasGaps
    }

    /// Bytes of the report up to the last row that stays.
    private(set) var nextOffset: Int64 = 0
    /// The rows from here on will be cut, from the first one whose line had no verdict; a last one that was blank, too,
    /// if its line has grown since.
    private(set) var isBehindCut = false

    /// nil where the report says nothing of the line. Throws where row and line do not belong together.
    mutating func verdict(
        ofLine line: Int,
        _ content: UnsafeRawBufferPointer?,
        _ preparation: Preparation,
        mayBeCut: Bool
    ) throws(ReportMismatch) -> Verdict? {
        if next == nil, !isAtEnd { try advance(mayBeCut: mayBeCut) }
        if let failure { throw .unreadable(path: nil, failure) }
        guard let row = next, row.line <= line || !hasGaps else {
            // A replay has a row for every line that it picked.
            if mayBeCut, next != nil { throw .otherSelection(line: line) }
            return nil
        }
        guard row.line == line, let verdict = row.verdict(in: bytes) else { throw .foreignRow(line: rowsRead) }
        if let isDryRun, let isOfDryRun = row.isOfDryRun(verdict), isOfDryRun != isDryRun {
            throw .ofDryRun(isOfDryRun)
        }
        var mismatch: ReportMismatch?
        if let content { mismatch = self.mismatch(of: row, and: content, preparation) }
        next = nil
        let end = reader.nextOffset
        if let mismatch {
            guard mayBeCut, verdict.status == .blank, !hasMore else { throw mismatch }
            isBehindCut = true
        }
        matched(line, end)
        return verdict
    }

    private mutating func matched(_ line: Int, _ end: Int64) {
        if !isBehindCut { nextOffset = end }
        linesMatched += 1
        lastLine = line
    }

    /// The short way past a line that was imported with the id that it has and in one attempt, as nearly all lines of a
    /// resumed run were. No is no answer yet.
    mutating func isImported(_ content: UnsafeRawBufferPointer, line: Int) -> Bool {
        guard next == nil, !isAtEnd, !isBehindCut, isUnread || readRow() else { return false }
        guard let id = ReportRow.insertID(ofImported: line, isDryRun: isDryRun == true, bytes), holds(id, content)
        else {
            return false
        }
        isUnread = false
        matched(line, reader.nextOffset)
        return true
    }

    /// A report that cannot be read to its end ends there; `verdict` says so.
    private mutating func readRow() -> Bool {
        do throws(Errno) {
            if case .row(let bytes) = try reader.next() {
                rowsRead += 1
                self.bytes = bytes
                isUnread = true
                return true
            }
        } catch {
            failure = error
        }
        isAtEnd = true
        return false
    }

    private mutating func advance(mayBeCut: Bool) throws(ReportMismatch) {
        guard isUnread || readRow() else { return }
        isUnread = false
        guard let row = ReportRow(bytes) else { throw .foreignRow(line: rowsRead) }
        isBehindCut = isBehindCut || mayBeCut && row.isStopped(in: bytes)
        next = row
    }

    /// Whether there is a row that has not been used.
    var hasMore: Bool {
        mutating get { next != nil || isUnread || !isAtEnd && readRow() }
    }

    /// The next row that has not been used, compared with nothing.
    mutating func takeNext() -> ReportRow? {
        let row = hasMore ? ReportRow(bytes) : nil
        (next, isUnread, isAtEnd) = (nil, false, row == nil)
        return row
    }

    private func mismatch(
        of row: ReportRow,
        and line: UnsafeRawBufferPointer,
        _ preparation: Preparation
    ) -> ReportMismatch? {
        guard let range = row.insertID else {
            guard row.status == .blank, line.contains(where: { !" \t\r\n".utf8.contains($0) }) else { return nil }
            return .differs(line: row.line, row: "none", input: nil)
        }
        let id = UnsafeRawBufferPointer(rebasing: bytes[range])
        guard !holds(id, line) else { return nil }
        let actual = preparation.insertIDText(of: line, number: row.line)
        let token = UnsafeRawBufferPointer(rebasing: bytes[(range.lowerBound - 1)..<(range.upperBound + 1)])
        let expected = JSONString.withContents(of: token) { String(decoding: $0, as: UTF8.self) }
        return actual == expected ? nil : .differs(line: row.line, row: expected, input: actual)
    }

    private static let key: StaticString = #"$insert_id":""#

    /// Whether the line has the id as most producers write it; no is no answer yet.
    private func holds(_ id: UnsafeRawBufferPointer, _ line: UnsafeRawBufferPointer) -> Bool {
        guard let idStart = id.baseAddress, let lineStart = line.baseAddress else { return false }
        let keyCount = Self.key.utf8CodeUnitCount
        var offset = 0
        while let dollar = memchr(lineStart + offset, Int32(UInt8(ascii: "$")), line.count - offset) {
            offset = UnsafeRawPointer(dollar) - lineStart
            let value = offset + keyCount
            guard value + id.count < line.count else { return false }
            if memcmp(dollar, Self.key.utf8Start, keyCount) == 0 {
                return line[offset - 1] == UInt8(ascii: "\"") && line[value + id.count] == UInt8(ascii: "\"")
                    && memcmp(lineStart + value, idStart, id.count) == 0
            }
            offset += 1
        }
        return false
    }

    /// The last line of a report that has a row for each line, but not for all of this input. A replay's has gaps.
    func end(before lines: Int) -> Int? { linesMatched == lastLine && lastLine < lines ? lastLine : nil }

    /// All rows of the report, if there are more than the input has lines.
    var rowsBeyond: Int? {
        mutating get {
            var rows = rowsRead
            while case .row? = try? reader.next() { rows += 1 }
            return rows > linesMatched ? rows : nil
        }
    }
}
