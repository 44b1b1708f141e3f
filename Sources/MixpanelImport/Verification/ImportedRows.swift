internal import SystemPackage

/// The rows of a report that call their line imported.
struct ImportedRows: ~Copyable {
    struct Row {
        var line: Int
        /// The bytes between the quotes, valid until the next row; nil where the row has no id.
        var id: UnsafeRawBufferPointer?
        var fingerprint: UInt64
    }

    private let reader: RowReader
    private var rows = 0
    /// The report ends within a row.
    private(set) var isTorn = false

    init(_ path: FilePath) throws(VerificationError) {
        do throws(ReportUnreadable) {
            reader = try RowReader(path: path)
        } catch {
            throw .unreadableReport(error)
        }
    }

    mutating func next() throws(VerificationError) -> Row? {
        while let bytes = try nextBytes() {
            rows += 1
            guard let row = ReportRow(bytes) else { throw .noReport(.foreignRow(line: rows)) }
            if row.status == .valid { throw .noReport(.ofDryRun(true)) }
            guard row.status == .imported else { continue }
            guard let range = row.insertID else { return Row(line: row.line, id: nil, fingerprint: 0) }
            let token = UnsafeRawBufferPointer(rebasing: bytes[(range.lowerBound - 1)..<(range.upperBound + 1)])
            let id = UnsafeRawBufferPointer(rebasing: bytes[range])
            return Row(line: row.line, id: id, fingerprint: Fingerprint.of(token))
        }
        return nil
    }

    private mutating func nextBytes() throws(VerificationError) -> UnsafeRawBufferPointer? {
        do throws(Errno) {
            switch try reader.next() {
            case .row(let bytes): return bytes
            case .torn:
                isTorn = true
                return nil
            case .end: return nil
            }
        } catch {
            throw .noReport(.unreadable(path: nil, error))
        }
    }
}
