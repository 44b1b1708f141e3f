internal import SystemPackage

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// A report read beside its input: row for row, each compared with its line.
struct ReportCursor {
    /// A row, and whether it belongs to the line that it was compared with.
    struct Row {
        var verdict: Verdict
        /// The run ended before the line had a verdict.
        var isStopped: Bool
        /// nil where the line's id is the row's.
        var mismatch: ReportMismatch?
    }

    enum Match {
        case row(Row)
        /// The next row is of a later line.
        case later
        case end
    }

    private let reader: RowReader
    private let identity: LineIdentity
    /// nil where it does not matter.
    private let isDryRun: Bool?
    /// There are rows for some of the lines only, as in the report of a replay.
    private let hasGaps: Bool
    /// The next row, valid until the one after it is read; nil at the end.
    private var row: UnsafeRawBufferPointer?
    private var isRead = false
    private var rowsRead = 0
    private var rowsMatched = 0
    /// The line of the latest row that was matched, and where that row ends.
    private var lastLine = 0
    private(set) var offset: Int64 = 0

    init(_ reader: RowReader, identity: LineIdentity, isDryRun: Bool?, hasGaps: Bool) {
        self.reader = reader
        self.identity = identity
        self.isDryRun = isDryRun
        self.hasGaps = hasGaps
    }

    /// Fast path for the usual row: imported at the first attempt, with the id that the line has. `false` means
    /// undecided: ask `match`.
    mutating func skipImported(
        _ line: UnsafeRawBufferPointer,
        number: Int
    ) throws(ReportMismatch) -> Bool {
        guard identity.isInLine, let row = try peek(),
            let id = ReportRow.insertID(ofImported: number, isDryRun: isDryRun == true, row), Self.holds(id, line)
        else { return false }
        step(past: number)
        return true
    }

    /// The row of a line. Its bytes are nil where it is too long to be compared.
    mutating func match(_ line: UnsafeRawBufferPointer?, number: Int) throws(ReportMismatch) -> Match {
        guard let bytes = try peek() else { return .end }
        guard let row = ReportRow(bytes) else { throw .foreignRow(line: rowsRead) }
        if hasGaps, row.line > number { return .later }
        guard row.line == number, let verdict = row.verdict(in: bytes) else { throw .foreignRow(line: rowsRead) }
        if let isDryRun, let isOfDryRun = row.isOfDryRun(verdict), isOfDryRun != isDryRun {
            throw .ofDryRun(isOfDryRun)
        }
        let mismatch = line.flatMap { self.mismatch(of: row, in: bytes, and: $0) }
        step(past: number)
        return .row(Row(verdict: verdict, isStopped: row.isStopped(in: bytes), mismatch: mismatch))
    }

    /// The next row, compared with nothing.
    mutating func takeNext() throws(ReportMismatch) -> ReportRow? {
        guard let bytes = try peek() else { return nil }
        guard let row = ReportRow(bytes) else { throw .foreignRow(line: rowsRead) }
        step(past: row.line)
        return row
    }

    mutating func isAtEnd() throws(ReportMismatch) -> Bool { try peek() == nil }

    /// Rows that are left when the input ends belong to another input.
    mutating func checkEnd(lines: Int) throws(ReportMismatch) {
        let matched = rowsMatched
        while try peek() != nil { step(past: lastLine) }
        if rowsMatched > matched { throw .inputEnds(lines: lines, rows: rowsMatched) }
    }

    /// The last line that the report has a row for, if it ends before the input does.
    func end(before lines: Int) -> Int? { rowsMatched == lastLine && lastLine < lines ? lastLine : nil }

    private mutating func step(past line: Int) {
        isRead = false
        rowsMatched += 1
        lastLine = line
        offset = reader.nextOffset
    }

    private mutating func peek() throws(ReportMismatch) -> UnsafeRawBufferPointer? {
        if isRead { return row }
        do throws(Errno) {
            row = if case .row(let bytes) = try reader.next() { bytes } else { nil }
        } catch {
            throw .unreadable(path: nil, error)
        }
        if row != nil { rowsRead += 1 }
        isRead = true
        return row
    }

    private func mismatch(
        of row: ReportRow,
        in bytes: UnsafeRawBufferPointer,
        and line: UnsafeRawBufferPointer
    ) -> ReportMismatch? {
        guard let range = row.insertID else {
            switch row.status {
            case .blank where line.contains(where: { !" \t\r\n".utf8.contains($0) }):
                return .differs(line: row.line, row: "none", input: nil)
            case .skipped where !identity.isSkipped(line): return .notSkipped(line: row.line)
            default: return nil
            }
        }
        if identity.isInLine, Self.holds(UnsafeRawBufferPointer(rebasing: bytes[range]), line) { return nil }
        let actual = identity.id(line, row.line)
        let token = UnsafeRawBufferPointer(rebasing: bytes[(range.lowerBound - 1)..<(range.upperBound + 1)])
        let expected = JSONString.withContents(of: token) { String(decoding: $0, as: UTF8.self) }
        return actual == expected ? nil : .differs(line: row.line, row: expected, input: actual)
    }

    private static let key: StaticString = #"$insert_id":""#

    /// Whether the line has the id in the form that most producers write. `false` means undecided.
    private static func holds(_ id: UnsafeRawBufferPointer, _ line: UnsafeRawBufferPointer) -> Bool {
        guard let idStart = id.baseAddress, let lineStart = line.baseAddress else { return false }
        let keyCount = key.utf8CodeUnitCount
        var offset = 0
        while let dollar = memchr(lineStart + offset, Int32(UInt8(ascii: "$")), line.count - offset) {
            offset = UnsafeRawPointer(dollar) - lineStart
            let value = offset + keyCount
            guard value + id.count < line.count else { return false }
            if memcmp(dollar, key.utf8Start, keyCount) == 0 {
                return line[offset - 1] == UInt8(ascii: "\"") && line[value + id.count] == UInt8(ascii: "\"")
                    && memcmp(lineStart + value, idStart, id.count) == 0
            }
            offset += 1
        }
        return false
    }
}
