internal import SystemPackage

/// The report and its companions: one row a line in input order, and the bytes of lines that are not imported, which are
/// written before the rows that speak of them, so that a crash never leaves a row without its line.
package final class ReportFile {
    private let files: Report.Files
    private(set) var counts = LineCounts()
    private(set) var reasons = ReasonCounts()
    /// Of this run's rows, up to the first line that it did not come to.
    private(set) var events = EventCounts()
    private var countsEvents = true
    private let summary: SummaryFile
    private let file: OutputFile
    private var hasBegun = false
    /// Has rows of an earlier run that are not matched to the input yet.
    private(set) var isBehind: Bool
    private var rejects: RawLines?
    private var pending: RawLines?
    private var rows: RowWriter
    private var longLineStart: Int64?
    /// Nil where the lines of the input are those that were read.
    var lineForm: ExplodedLineForm?

    /// Creates or opens the files, so that what cannot be written is known before anything is sent.
    package convenience init(_ files: Report.Files) throws(OutputError) {
        try self.init(files, rowsTo: nil)
    }

    init(_ files: Report.Files, rowsTo writer: DescriptorWriter?) throws(OutputError) {
        self.files = files
        if let path = files.duplicate { throw .sameFile(path) }
        if let path = files.overReplayed { throw .isReplayed(path) }
        let file = try Self.file(files, writer)
        // Raw lines of another report must not be truncated by this one.
        let existing = file.isNew ? files.existing.forNewReport : files.existing
        do throws(OutputError) {
            if let path = files.rejects { rejects = try RawLines(path, existing: existing) }
            if let path = files.pending { pending = try RawLines(path, existing: existing) }
            summary = try SummaryFile(writer == nil && file.isRegular ? files.summary : nil)
        } catch {
            // The report of a run that does not begin would keep the next one from being created.
            file.discardIfNew()
            throw error
        }
        isBehind = if case .resume = files.existing { !file.isNew } else { false }
        self.file = file
        rows = RowWriter(source: files.source)
    }

    private static func file(_ files: Report.Files, _ writer: DescriptorWriter?) throws(OutputError) -> OutputFile {
        guard let writer else { return try OutputFile(files.report, existing: files.existing) }
        return try OutputFile(files.report, to: writer)
    }

    /// None of the files may be the one that is imported; nothing has been changed yet.
    func checkIsNotInput(_ descriptor: FileDescriptor) throws(OutputError) {
        // A descriptor without a status cannot be read either.
        guard let input = (try? Stat(descriptor)).map(FileIdentity.init) else { return }
        if file.isRegularFile(input) { throw .isTheInput(files.report) }
        for rawLines in [rejects, pending].compactMap(\.self) where rawLines.isRegularFile(input) {
            throw .isTheInput(rawLines.path)
        }
        if !file.isStream, FileIdentity(files.summary) == input { throw .isTheInput(files.summary) }
    }

    /// Empties files that are to be replaced, now that the input is known to be readable.
    func begin() throws(OutputError) {
        guard !hasBegun else { return }
        hasBegun = true
        // What a resumed run says of itself stands until the report is known to be one of this input.
        if !isBehind { try summary.remove() }
        guard case .replace = files.existing else { return }
        try rejects?.removeOld()
        try pending?.removeOld()
        try file.empty()
        try file.restrict()
    }

    /// The rows of the run that this one resumes.
    func rowsToResume() throws(OutputError) -> sending RowReader? {
        isBehind ? try file.rows() : nil
    }

    /// The raw lines of that run.
    func rawLinesToResume() throws(OutputError) -> sending (rejects: RawLinesMatcher?, pending: RawLinesMatcher?) {
        isBehind ? (try rejects?.earlier(), try pending?.earlier()) : (nil, nil)
    }

    /// Truncates the report after the rows that stay, all of which are known to belong to the input. Wherever a crash
    /// interrupts that, each row has its raw line, and a summary is of the whole report.
    func resume(at point: ResumePoint) throws(OutputError) {
        try summary.remove()
        try file.cut(to: point.reportBytes)
        try file.restrict()
        try file.sync()
        try rejects?.resume(at: point.rejectsBytes)
        try pending?.resume(at: point.pendingBytes)
        longLineStart = point.longLineStart
        counts = point.counts
        reasons = point.reasons
        isBehind = false
    }

    /// For a run that did not begin after all.
    func discardIfNew() {
        file.discardIfNew()
    }

    /// The object that tells what the report cannot: how the run ended. A run that left the report of an earlier one as it
    /// was leaves that one's summary, too.
    func write(summary object: [UInt8]) throws(OutputError) {
        guard hasBegun, !isBehind, file.change == nil else { return }
        try summary.write(object)
    }

    /// What stands in the files now.
    var written: WrittenFiles {
        var written = WrittenFiles(
            report: WrittenFile(files.report, file),
            rejects: rejects?.written ?? .none,
            pending: pending?.written ?? .none,
            hasBegun: hasBegun
        )
        // Files that were to be replaced, and stay, are those of another run.
        if !hasBegun, case .replace = files.existing { written.report.isEmpty = true }
        return written
    }

    /// A row for each line of the batch, the next ones in input order.
    package func append(_ batch: JudgedBatch) throws(OutputError) {
        try whole { () throws(OutputError) in
            batch.forEachLine { line, verdict, insertID in
                append(batch.lines.raw, line, verdict, insertID)
            }
            try flush()
        }
        if countsEvents { countsEvents = batch.countEvents(into: &events) }
    }

    private func append(_ batch: Batch, _ line: Int, _ verdict: Verdict, _ insertID: ArraySlice<UInt8>?) {
        let number = batch.numbers.number(ofLine: line)
        let raw = keep(batch, line, verdict.status)
        rows.append(line: number, verdict, insertID: insertID, raw: raw)
        count(verdict, line: number)
    }

    /// The raw bytes of a line that is not imported go to its file. Without one they are returned, for the row.
    private func keep(_ batch: Batch, _ line: Int, _ status: Verdict.Status) -> ArraySlice<UInt8>? {
        switch status {
        case .imported, .valid, .blank, .skipped: return nil
        case .rejected, .undelivered, .unknown: break
        }
        let bytes = batch.rawLine(line, lineForm)
        let kept: Void? = status == .rejected ? rejects?.append(bytes) : pending?.append(bytes)
        return kept == nil ? bytes.dropLast() : nil
    }

    private func count(_ verdict: Verdict, line: Int) {
        counts.count(verdict.status, by: verdict.by)
        if verdict.reason != nil { reasons.count(verdict, line: line) }
    }

    /// The bytes go to the rejects file as they come; the row follows with the last part.
    func append(_ part: LongLinePart, limit: Int) throws(OutputError) {
        let start = longLineStart ?? rejects?.size ?? 0
        longLineStart = start
        if part.position == .abandoned {
            longLineStart = nil
            try rejects?.takeBack(to: start)
            rejects?.discardIfNew()
            return
        }
        do throws(OutputError) {
            try whole { () throws(OutputError) in
                rejects?.append(part.bytes[...])
                if case .last(let lineBytes) = part.position { endLongLine(part, lineBytes, limit) }
                try flush()
            }
        } catch {
            // As for the report, the line was not read.
            try? rejects?.takeBack(to: start)
            throw error
        }
    }

    private func endLongLine(_ part: LongLinePart, _ lineBytes: Int, _ limit: Int) {
        longLineStart = nil
        rejects?.append([0x0A])
        let hasCarriageReturn = part.bytes.last == 0x0D
        let verdict = Verdict.lineTooLong(bytes: lineBytes - (hasCarriageReturn ? 1 : 0), limit: limit)
        rows.append(line: part.number, verdict, insertID: nil)
        count(verdict, line: part.number)
    }

    /// Takes back rows that could not be written whole, so that files and counts agree however the run ends.
    private func whole(_ write: () throws(OutputError) -> Void) throws(OutputError) {
        let before = (counts: counts, reasons: reasons, sizes: (file.size, rejects?.size ?? 0, pending?.size ?? 0))
        do throws(OutputError) {
            try begin()
            try write()
        } catch {
            (counts, reasons) = (before.counts, before.reasons)
            // A file that can be neither written nor truncated stays as it is: a resumed run truncates it.
            try? file.cut(to: before.sizes.0)
            try? rejects?.takeBack(to: before.sizes.1)
            try? pending?.takeBack(to: before.sizes.2)
            throw error
        }
    }

    private func flush() throws(OutputError) {
        try checkReport()
        try rejects?.flush()
        try pending?.flush()
        defer { rows.removeAll() }
        try file.append(rows.bytes)
    }

    /// Ends the run if others have truncated the report or written to it: it no longer says what became of the lines. A
    /// report that was only moved is still good.
    private func checkReport() throws(OutputError) {
        guard hasBegun, let change = file.change, change != .moved else { return }
        throw .changed(files.report, change)
    }

    /// Returns once everything that was written is on disk, with the names of the files.
    func sync() throws(OutputError) {
        if isBehind { countUntouchedRows() }
        try checkReport()
        try rejects?.sync()
        try pending?.sync()
        try file.sync()
        try syncDirectories()
    }

    /// A run that ended before it had matched the rows of the earlier one leaves the report as it was: its counts are
    /// read back.
    private func countUntouchedRows() {
        guard let contents = try? ReportSummary(file.rows()) else { return }
        counts = contents.counts
        reasons = contents.reasons
    }

    /// The name of a new file is in its directory, which is not on disk with the file itself.
    private func syncDirectories() throws(OutputError) {
        guard hasBegun, file.isRegular || file.isStream else { return }
        let directories = written.all.filter(\.isThere).map(\.path.directory)
        for directory in Set(directories) { try OutputDirectory.sync(directory) }
    }
}
