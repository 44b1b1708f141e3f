/// What reports say of the input's lines before they are read.
///
/// `done` is the report that a resumed run goes on with: its lines are passed over. `picks` is the report whose pending
/// lines a replay sends: all others are passed over. Every line that has a row is checked against it.
package struct ResumeFilter {
    package enum Choice: Equatable {
        case take
        case leave
        case refuse(ReportMismatch)
    }

    private var done: ReportCursor?
    private let rejects: RawLinesMatcher?
    private let pending: RawLinesMatcher?
    /// Of the long line that is being passed over: the file that holds it.
    private var longLines: RawLinesMatcher?
    private var picks: ReportCursor?
    private let statuses: Set<Verdict.Status>
    private let preparation: Preparation
    private let isDryRun: Bool
    /// What the report of a resumed run holds; known once all its lines have been passed over.
    private var progress = ResumePoint()
    private var hasReached = false
    /// The last row's line is a long one that is to be judged anew.
    private var cannotLookAhead = false
    /// Looked at behind the last row.
    private var ahead = (lines: 0, bytes: 0)
    /// The line that was picked last is one that the service may hold.
    private(set) var hasPickedUnknown = false
    private var hasToldEnd = false

    package init(
        resuming done: RowReader? = nil,
        rejects: RawLinesMatcher? = nil,
        pending: RawLinesMatcher? = nil,
        picking picks: RowReader? = nil,
        statuses: Set<Verdict.Status> = [],
        preparation: Preparation = Preparation(),
        isDryRun: Bool = false
    ) {
        self.rejects = rejects
        self.pending = pending
        self.done = done.map { ReportCursor($0, isDryRun: isDryRun, hasGaps: picks != nil) }
        // What a dry run refused can be tried for real.
        self.picks = picks.map { ReportCursor($0, isDryRun: nil, hasGaps: true) }
        self.statuses = statuses
        self.preparation = preparation
        self.isDryRun = isDryRun
    }

    /// The numbering of a batch without lines.
    var noNumbers: LineNumbers { picks == nil ? .consecutive(from: 1) : .picked([]) }

    /// Whether the line lies behind, where that is seen at a glance. No is no answer yet.
    mutating func isBehind(_ content: UnsafeRawBufferPointer, line: Int) -> Bool {
        guard picks == nil, done?.isImported(content, line: line) == true else { return false }
        progress.countDone(isDryRun ? .valid : .imported, line: line)
        progress.reportBytes = done?.nextOffset ?? 0
        return true
    }

    /// `content` ends with its `\n`.
    mutating func choice(for content: UnsafeRawBufferPointer, line: Int) -> Choice {
        choice { (resumeFilter) throws(ReportMismatch) in
            guard try resumeFilter.isPicked(content, line) else { return .leave }
            return try resumeFilter.isDone(content, line) ? .leave : .take
        }
    }

    /// For a line that is too long to be looked at as a whole: the first bytes, and more of them.
    mutating func choice(
        forLongLine head: UnsafeRawBufferPointer,
        _ rest: UnsafeRawBufferPointer,
        line: Int
    ) -> Choice {
        longLines = nil
        return choice { (resumeFilter) throws(ReportMismatch) in
            guard try resumeFilter.isPicked(nil, line) else { return .leave }
            return try resumeFilter.isDoneLong(head, rest, line) ? .leave : .take
        }
    }

    private mutating func choice(_ body: (inout ResumeFilter) throws(ReportMismatch) -> Choice) -> Choice {
        if done == nil, picks == nil { return .take }
        do throws(ReportMismatch) {
            return try body(&self)
        } catch {
            return .refuse(error)
        }
    }

    /// The further parts of a long line that lies behind.
    func passOver(_ part: UnsafeRawBufferPointer) {
        longLines?.keepPart(part, isFirst: false)
    }

    /// The end of that line.
    func passOverEnd(ofLine line: Int) {
        longLines?.keepEnd(number: line)
    }

    private mutating func isPicked(_ content: UnsafeRawBufferPointer?, _ line: Int) throws(ReportMismatch) -> Bool {
        guard picks != nil else { return true }
        guard let verdict = try picks?.verdict(ofLine: line, content, preparation, mayBeCut: false) else {
            return false
        }
        hasPickedUnknown = verdict.status == .unknown
        return statuses.contains(verdict.status)
    }

    private mutating func isDone(_ content: UnsafeRawBufferPointer, _ line: Int) throws(ReportMismatch) -> Bool {
        guard done != nil, !hasReached else { return false }
        guard let verdict = try done?.verdict(ofLine: line, content, preparation, mayBeCut: true) else {
            // Which of the lines a crash left in which file is not known.
            for rawLines in [rejects, pending] { rawLines?.lookAhead(content) }
            return isAhead(content.count)
        }
        let rawLines = rawLines(verdict.status)
        guard done?.isBehindCut == false else {
            rawLines?.find(content, number: line)
            return isCut(line, verdict.status)
        }
        if let rawLines, !rawLines.keep(content) {
            let isLast = done?.hasMore == false
            if isLast, verdict.by == .mixport, rawLines.takeBeginning(of: content) || rawLines.takeTorn(content) {
                // A log that is still written ended within this line: what the program found wrong with it may be right
                // by now.
                return isCut(line, verdict.status)
            } else if isLast, rawLines.takeBeginning(of: content) {
                rawLines.keepBeginning()
            } else {
                rawLines.miss(line, stays: true)
            }
        }
        return isBehind(line, verdict)
    }

    private mutating func isDoneLong(
        _ head: UnsafeRawBufferPointer,
        _ rest: UnsafeRawBufferPointer,
        _ line: Int
    ) throws(ReportMismatch) -> Bool {
        guard done != nil, !hasReached else { return false }
        guard let verdict = try done?.verdict(ofLine: line, nil, preparation, mayBeCut: true) else {
            for rawLines in [rejects, pending] { rawLines?.sight(head, rest) }
            return isAhead(head.count)
        }
        let rawLines = rawLines(verdict.status)
        let isLast = done?.isBehindCut == false && verdict.by == .mixport && done?.hasMore == false
        if isLast, let rawLines, rawLines.mayHaveGrown(head, rest) {
            cannotLookAhead = true
            return isCut(line, verdict.status)
        }
        guard done?.isBehindCut == false else {
            rawLines?.sight(head, rest)
            return isCut(line, verdict.status)
        }
        rawLines?.keepPart(head, isFirst: true)
        longLines = rawLines
        return isBehind(line, verdict)
    }

    private func rawLines(_ status: Verdict.Status) -> RawLinesMatcher? {
        switch status {
        case .imported, .valid, .blank: nil
        case .rejected: rejects
        case .undelivered, .unknown: pending
        }
    }

    private mutating func isBehind(_ line: Int, _ verdict: Verdict) -> Bool {
        progress.count(verdict, line: line)
        progress.reportBytes = done?.nextOffset ?? 0
        return true
    }

    private mutating func isCut(_ line: Int, _ status: Verdict.Status) -> Bool {
        addCut(line, status)
        return false
    }

    private mutating func isAhead(_ bytes: Int) -> Bool {
        ahead.lines += 1
        ahead.bytes += bytes
        return false
    }

    /// Rows that will be cut may be imported ones: they go, what the server holds stays.
    private mutating func addCut(_ line: Int, _ status: Verdict.Status) {
        progress.mayBeHeld.append(line: line, isHeld: status == .unknown || status == .imported)
    }

    /// Whether rows that will be cut, or raw lines, have not all been found to belong to the input: nothing may be cut
    /// or sent yet.
    var isUnsure: Bool {
        mutating get {
            guard done != nil, !hasReached else { return false }
            return isUnsureOfRows || mayFindMore
        }
    }

    var isUnsureOfRows: Bool {
        mutating get { done?.isBehindCut == true && done?.hasMore == true }
    }

    /// A crash leaves the raw lines of one batch at most without a row.
    private var mayFindMore: Bool {
        ahead.lines < ServiceLimits.eventsPerRequest && ahead.bytes < ServiceLimits.bodyBytes
            && [rejects, pending].contains { $0?.isOwn == false }
    }

    /// Once, when the lines of a resumed run's report lie behind: what it keeps.
    mutating func takeResumePoint() -> ResumePoint? {
        guard done != nil, !hasReached else { return nil }
        hasReached = true
        progress.mayBeHeld.isOfReplay = picks != nil
        while let row = done?.takeNext() { addCut(row.line, row.status) }
        progress.rejectsBytes = rejects?.kept ?? 0
        progress.pendingBytes = pending?.kept ?? 0
        for rawLines in [rejects, pending] {
            guard let rawLines, let line = rawLines.firstLost else { continue }
            progress.lost.append(LostRawLines(path: rawLines.path, line: line))
        }
        return progress
    }

    /// What cannot be gone on with: a file that cannot be read, or raw lines that are not explained. There are none
    /// behind the rows of a report that is complete.
    func mismatchOfFiles(isComplete: Bool) -> ReportMismatch? {
        if let failure = done?.failure { return .unreadable(path: nil, failure) }
        for rawLines in [rejects, pending] {
            guard let rawLines else { continue }
            if let failure = rawLines.failure { return .unreadable(path: rawLines.path, failure) }
            guard isComplete ? rawLines.isUsedUp : isOwn(rawLines) else {
                return .otherRawLines(path: rawLines.path, line: rawLines.firstMissing)
            }
        }
        return nil
    }

    /// Behind a long line nothing is seen; then one file speaks for both.
    private func isOwn(_ rawLines: RawLinesMatcher) -> Bool {
        rawLines.isOwn || cannotLookAhead && rawLines === pending && rejects?.isSure == true
    }

    /// The line of the last row that stays.
    var lastLine: Int { progress.lastLine }

    /// Once, where the input goes on behind the report that a replay picks from: the run that wrote it may have been cut
    /// short.
    mutating func takeEndOfPicks(lines: Int) -> Int? {
        guard !hasToldEnd, let line = picks?.end(before: lines) else { return nil }
        hasToldEnd = true
        return line
    }

    /// Rows that are left when the input ends belong to another input.
    mutating func mismatch(atEndOfInput lines: Int) -> ReportMismatch? {
        let rows = (hasReached ? nil : done?.rowsBeyond) ?? picks?.rowsBeyond
        return rows.map { .inputEnds(lines: lines, rows: $0) }
    }
}
