internal import Glibc
internal import SystemPackage

/// The report and its two companions: one row a line in input order, raw bytes of what is not imported.
///
/// Raw lines are written before the rows that speak of them, so that a crash never leaves a row without its line.
public final class Report: VerdictSink {
    public struct Files: Sendable {
        public var report: String
        /// Lines that were rejected.
        public var rejects: String
        /// Lines that are undelivered or unknown, ready to be piped back in.
        public var pending: String
        public var existing = ExistingFilePolicy.refuse
        /// The report of another run whose lines are sent again; none of these files may be it.
        public var replayed: String?

        /// The companions' names are the report's, with another extension.
        public init(report: String, rejects: String? = nil, pending: String? = nil) {
            self.report = report
            self.rejects = rejects ?? Self.companion(of: report, "rejects")
            self.pending = pending ?? Self.companion(of: report, "pending")
        }

        /// A name that stands for two of the files.
        var duplicate: String? {
            let names = [report, rejects, pending].map { FilePath($0).lexicallyNormalized() }
            if names[1] == names[2] { return rejects }
            return names[1...].contains(names[0]) ? report : nil
        }

        /// A name that leads to the report that is replayed.
        var overReplayed: String? {
            var there = stat()
            guard let replayed, stat(replayed, &there) == 0 else { return nil }
            return [report, rejects, pending].first { name in
                var here = stat()
                return stat(name, &here) == 0 && here.isSameFile(as: there)
            }
        }

        private static func companion(of report: String, _ name: String) -> String {
            let file = report.lastIndex(of: "/").map { report.index(after: $0) } ?? report.startIndex
            var stem = report[...]
            if let dot = report[file...].lastIndex(of: "."), dot > file { stem = report[..<dot] }
            return "\(stem).\(name).ndjson"
        }
    }

    public let files: Files
    public private(set) var counts = LineCounts()
    public private(set) var reasons = ReasonCounts()
    private let file: OutputFile
    /// Has rows of an earlier run that this one has not caught up with.
    private var isBehind: Bool
    private var rejects: RawLines
    private var pending: RawLines
    private var rows: RowWriter
    private var longLineStart: Int64?

    /// Creates or opens the files, so that what cannot be written is known before anything is sent.
    public init(_ files: Files, isDryRun: Bool = false) throws(OutputError) {
        self.files = files
        if let path = files.duplicate { throw .sameFile(path) }
        if let path = files.overReplayed { throw .isReplayed(path) }
        let file = try OutputFile(files.report, existing: files.existing)
        // Raw lines of another report are not for this one to cut.
        let existing = file.isNew ? files.existing.forNewReport : files.existing
        do throws(OutputError) {
            rejects = try RawLines(files.rejects, existing: existing)
            pending = try RawLines(files.pending, existing: existing)
        } catch {
            // A report of a run that does not begin would be in the way of the next one.
            file.discardIfNew()
            throw error
        }
        isBehind = if case .resume = files.existing { !file.isNew } else { false }
        self.file = file
        rows = RowWriter(isDryRun: isDryRun)
    }

    /// Files that are to be replaced go now that the run can begin.
    func begin() throws(OutputError) {
        guard case .replace = files.existing else { return }
        try rejects.removeOld()
        try pending.removeOld()
        try file.cut(to: 0)
    }

    /// The rows of the run that this one resumes.
    func rowsToResume() throws(OutputError) -> sending RowReader? {
        isBehind ? try file.rows() : nil
    }

    /// The raw lines of that run.
    func rawLinesToResume() throws(OutputError) -> sending (rejects: RawLinesMatcher?, pending: RawLinesMatcher?) {
        isBehind ? (try rejects.earlier(), try pending.earlier()) : (nil, nil)
    }

    /// Goes on behind the rows that stay; only now that they are known to belong to the input is anything cut.
    func resume(at point: ResumePoint) throws(OutputError) {
        try rejects.cut(to: point.rejectsBytes)
        try pending.cut(to: point.pendingBytes)
        try file.cut(to: point.reportBytes)
        longLineStart = point.longLineStart
        counts = point.counts
        reasons = point.reasons
        isBehind = false
    }

    /// For a run that did not begin after all.
    public func discardIfNew() {
        file.discardIfNew()
    }

    /// The files that have something in them.
    public var written: [String] {
        (file.size > 0 ? [files.report] : []) + (rejects.isEmpty ? [] : [files.rejects])
            + (pending.isEmpty ? [] : [files.pending])
    }

    public var hasRejects: Bool { !rejects.isEmpty }
    public var hasPending: Bool { !pending.isEmpty }
    public var isInPlace: Bool { file.isInPlace }

    /// A row for each line of the batch, the next ones in input order.
    package func append(_ batch: DeliveredBatch) throws(OutputError) {
        try whole { () throws(OutputError) in
            batch.forEachLine { line, verdict, insertID in
                append(batch.lines.batch, line, verdict, insertID)
            }
            try flush()
        }
    }

    private func append(_ batch: Batch, _ line: Int, _ verdict: Verdict, _ insertID: ArraySlice<UInt8>?) {
        let number = batch.numbers.number(ofLine: line)
        rows.append(line: number, verdict, insertID: insertID)
        count(verdict, line: number)
        switch verdict.status {
        case .imported, .blank: break
        case .rejected: rejects.append(batch.bytes[batch.range(ofLine: line)])
        case .undelivered, .unknown: pending.append(batch.bytes[batch.range(ofLine: line)])
        }
    }

    private func count(_ verdict: Verdict, line: Int) {
        counts.count(verdict.status, by: verdict.by)
        if verdict.reason != nil { reasons.count(verdict, line: line) }
    }

    /// The bytes go to the rejects file as they come; the row follows with the last part.
    func append(_ part: LongLinePart, limit: Int) throws(OutputError) {
        let start = longLineStart ?? rejects.size
        longLineStart = start
        if part.position == .abandoned {
            longLineStart = nil
            try rejects.cut(to: start)
            return rejects.discardIfNew()
        }
        do throws(OutputError) {
            try whole { () throws(OutputError) in
                rejects.append(part.bytes[...])
                if case .last(let lineBytes) = part.position { endLongLine(part, lineBytes, limit) }
                try flush()
            }
        } catch {
            // As for the report, the line was not read.
            try? rejects.cut(to: start)
            throw error
        }
    }

    private func endLongLine(_ part: LongLinePart, _ lineBytes: Int, _ limit: Int) {
        longLineStart = nil
        rejects.append([0x0A])
        let hasCarriageReturn = part.bytes.last == 0x0D
        let verdict = Verdict.lineTooLong(bytes: lineBytes - (hasCarriageReturn ? 1 : 0), limit: limit)
        rows.append(line: part.number, verdict, insertID: nil)
        count(verdict, line: part.number)
    }

    /// Rows that could not be written as a whole are taken back, so that files and counts agree at any end.
    private func whole(_ write: () throws(OutputError) -> Void) throws(OutputError) {
        let before = (counts: counts, reasons: reasons, sizes: (file.size, rejects.size, pending.size))
        do throws(OutputError) {
            try write()
        } catch {
            (counts, reasons) = (before.counts, before.reasons)
            // A file that can neither be written nor cut keeps what it has: a resumed run cuts it.
            try? file.cut(to: before.sizes.0)
            try? rejects.cut(to: before.sizes.1)
            try? pending.cut(to: before.sizes.2)
            throw error
        }
    }

    private func flush() throws(OutputError) {
        try rejects.flush()
        try pending.flush()
        defer { rows.removeAll() }
        try file.append(rows.bytes)
    }

    func sync() throws(OutputError) {
        // A run that ended before it caught up leaves the report as it was.
        if isBehind, let contents = try? ReportSummary(file.rows()) {
            counts = contents.counts
            reasons = contents.reasons
        }
        try rejects.sync()
        try pending.sync()
        try file.sync()
    }
}
