/// Passes over the lines that an interrupted run's report has rows for, and hands on the rest.
///
/// The report has rows that stay, up to the first line without a verdict, and rows that will be cut. Each is compared
/// with its line, and each raw line of the rejects and pending files with the line that it is of; after the last row
/// there may be the raw lines of one more batch, whose rows a crash kept from being written. Nothing is handed on until
/// all of that is known to come from this input: no line of another input is sent, and no file of another one
/// truncated.
package struct ResumeFilter {
    package enum Choice: Equatable {
        /// Of a part of a long line only the bytes from this offset on: what comes before stands in the rejects file.
        case take(from: Int)
        case skip
    }

    var rows: ReportCursor
    let rejects: RawLinesMatcher?
    let pending: RawLinesMatcher?
    private let lineForm: ExplodedLineForm?
    private let isReplay: Bool
    private let isDryRun: Bool
    /// Bytes of lines with rows that are held back at most; the rest of those rows is counted, not compared.
    let mostHeldBytes: Int
    var point = ResumePoint()
    /// All rows that stay have been matched.
    var isCutting = false
    /// Nothing is held back any more.
    var isOver = false
    var held: [InputStep] = []
    var heldBytes = 0
    /// Input after the last row.
    var ahead = (lines: 0, bytes: 0)
    /// The line that is being compared: its row, if it has one, and the files where it may stand.
    var row: ReportCursor.Row?
    private var isLastRow = false
    var files: [RawLinesMatcher] = []
    /// The line is a long one that has not been compared to its end; its parts are passed over.
    var isWithinLongLine = false
    var isPassed = false

    package init(
        _ report: RowReader,
        rejects: RawLinesMatcher?,
        pending: RawLinesMatcher?,
        identity: LineIdentity,
        lineForm: ExplodedLineForm? = nil,
        isDryRun: Bool,
        isReplay: Bool,
        mostHeldBytes: Int
    ) {
        rows = ReportCursor(report, identity: identity, isDryRun: isDryRun, hasGaps: isReplay)
        self.rejects = rejects
        self.pending = pending
        self.lineForm = lineForm
        self.isReplay = isReplay
        self.isDryRun = isDryRun
        self.mostHeldBytes = mostHeldBytes
        point.mayBeHeld.isOfReplay = isReplay
    }

    /// The line with its `\n`. `isFaulty`: the format has found fault with it.
    mutating func choice(
        for line: UnsafeRawBufferPointer,
        number: Int,
        isFaulty: Bool = false
    ) throws(ReportMismatch) -> Choice {
        if isOver { return .take(from: 0) }
        if !isCutting, try rows.skipImported(line, number: number) {
            point.countDone(isDryRun ? .valid : .imported, line: number)
            point.reportBytes = rows.offset
            return .skip
        }
        try begin(line, number)
        try compare(line, isFaulty: isFaulty)
        if row == nil { ahead = (ahead.lines + 1, ahead.bytes + line.count) }
        return settle(number) ? .skip : .take(from: 0)
    }

    private func compare(_ line: UnsafeRawBufferPointer, isFaulty: Bool) throws(ReportMismatch) {
        if files.isEmpty { return }
        let raw = isFaulty ? nil : lineForm?.bytes(of: line)
        for file in files {
            guard let raw else {
                try file.compare(line)
                continue
            }
            try raw.withUnsafeBufferPointer { (raw) throws(ReportMismatch) in
                _ = try file.compare(UnsafeRawBufferPointer(raw))
            }
        }
    }

    mutating func begin(_ line: UnsafeRawBufferPointer?, _ number: Int) throws(ReportMismatch) {
        switch try rows.match(line, number: number) {
        case .row(let row):
            self.row = row
            isLastRow = try rows.isAtEnd()
            if row.isStopped { isCutting = true }
            if let mismatch = row.mismatch {
                // The line that the input ended with was blank, or had no event yet, and has grown since.
                guard [.blank, .skipped].contains(row.verdict.status), isLastRow else { throw mismatch }
                isCutting = true
            }
            files = [file(of: row.verdict.status)].compactMap(\.self)
        case .later:
            throw .otherSelection(line: number)
        case .end:
            row = nil
            // A crash may have left the line in either file.
            files = [rejects, pending].compactMap(\.self)
        }
        for file in files { try file.begin() }
    }

    func file(of status: Verdict.Status) -> RawLinesMatcher? {
        switch status {
        case .imported, .valid, .blank, .skipped: nil
        case .rejected: rejects
        case .undelivered, .unknown: pending
        }
    }

    /// The line has been compared to its end. Whether its row stays.
    @discardableResult
    mutating func settle(_ number: Int) -> Bool {
        guard let row else {
            for file in files { file.pass() }
            return false
        }
        if !isCutting, stays(row, number) {
            point.count(row.verdict, line: number)
            point.reportBytes = rows.offset
            return true
        }
        if isCutting, let file = files.first, !file.pass(mustBeWhole: !isLastRow) { file.miss(number) }
        isCutting = true
        cut(number, row.verdict.status)
        return false
    }

    /// The earlier run may have ended inside this line of a growing log. Its verdict may be out of date.
    var mayHaveGrown: Bool { row.map { isLastRow && $0.verdict.by == .mixport } ?? true }

    private func stays(_ row: ReportCursor.Row, _ number: Int) -> Bool {
        guard let file = files.first else { return true }
        switch file.found {
        case .line: file.keep()
        case .beginning where mayHaveGrown:
            file.pass()
            return false
        case .beginning(hasLineEnd: true) where isLastRow:
            // It was a whole event, so it can only have grown by whitespace.
            file.keep()
        case .nothing where mayHaveGrown && file.isUsedUp:
            // A run that judged it again was killed between cutting this file and cutting the report.
            return false
        default: file.miss(number)
        }
        return true
    }

    /// Truncating a row does not undo an import: remember that the service may hold the event.
    mutating func cut(_ number: Int, _ status: Verdict.Status) {
        point.mayBeHeld.append(line: number, isHeld: status == .unknown || status == .imported)
    }

    mutating func checkEnd(lines: Int) throws(ReportMismatch) {
        if !isOver { try rows.checkEnd(lines: lines) }
    }
}
