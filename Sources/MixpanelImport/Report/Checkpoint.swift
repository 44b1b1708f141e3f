/// What reports say of the input's lines before they are read.
///
/// `done` is the report that a resumed run goes on with: its lines are passed over. `picks` is the report whose pending
/// lines a replay sends: all others are passed over. Every line that has a row is checked against it.
package struct Checkpoint {
    package enum Choice: Equatable {
        case take
        case leave
        case refuse(ReportMismatch)
    }

    private var done: ReportLines?
    private let rejects: EarlierRawLines?
    private let pending: EarlierRawLines?
    /// Of the long line that is passing through: the file that holds it.
    private var longLines: EarlierRawLines?
    private var picks: ReportLines?
    private let statuses: Set<Verdict.Status>
    private let insertID: InsertID.Policy
    /// What the report of a resumed run holds; known once all its lines have been passed over.
    private var progress = ResumePoint()
    private var hasReached = false
    /// Looked at behind the last row.
    private var ahead = (lines: 0, bytes: 0)
    /// The line that was picked last is one that the service may hold.
    private(set) var hasPickedUnknown = false
    private var hasToldEnd = false

    package init(
        resuming done: RowReader? = nil,
        rejects: EarlierRawLines? = nil,
        pending: EarlierRawLines? = nil,
        picking picks: RowReader? = nil,
        statuses: Set<Verdict.Status> = [],
        insertID: InsertID.Policy = .derive,
        isDryRun: Bool = false
    ) {
        self.rejects = rejects
        self.pending = pending
        self.done = done.map { ReportLines($0, isDryRun: isDryRun, hasGaps: picks != nil) }
        // What a dry run refused can be tried for real.
        self.picks = picks.map { ReportLines($0, isDryRun: nil, hasGaps: true) }
        self.statuses = statuses
        self.insertID = insertID
    }

    /// The numbering of a batch without lines.
    var noNumbers: LineNumbers { picks == nil ? .consecutive(from: 1) : .picked([]) }

    /// Whether the line lies behind, where that is seen at a glance. No is no answer yet.
    mutating func isBehind(_ content: UnsafeRawBufferPointer, line: Int) -> Bool {
        guard picks == nil, done?.isImported(content, line: line) == true else { return false }
        progress.countImported(line: line)
        progress.reportBytes = done?.nextOffset ?? 0
        return true
    }

    /// `content` ends with the `\n`, but for the first part of a line that is too long to be looked at as a whole.
    mutating func choice(for content: UnsafeRawBufferPointer, line: Int, isWhole: Bool) -> Choice {
        if done == nil, picks == nil { return .take }
        do throws(ReportMismatch) {
            guard try isPicked(content, line, isWhole), try !isDone(content, line, isWhole) else { return .leave }
            return .take
        } catch {
            return .refuse(error)
        }
    }

    /// The further parts of a long line that lies behind.
    func passOver(_ part: UnsafeRawBufferPointer) {
        longLines?.findPart(part, isFirst: false)
    }

    /// The end of that line.
    func passOverEnd(ofLine line: Int) {
        longLines?.findEnd(number: line)
    }

    private mutating func isPicked(
        _ content: UnsafeRawBufferPointer,
        _ line: Int,
        _ isWhole: Bool
    ) throws(ReportMismatch) -> Bool {
        guard picks != nil else { return true }
        let verdict = try picks?.verdict(ofLine: line, isWhole ? content : nil, insertID, mayBeCut: false)
        guard let verdict else { return false }
        hasPickedUnknown = verdict.status == .unknown
        return statuses.contains(verdict.status)
    }

    private mutating func isDone(
        _ content: UnsafeRawBufferPointer,
        _ line: Int,
        _ isWhole: Bool
    ) throws(ReportMismatch) -> Bool {
        guard done != nil, !hasReached else { return false }
        guard let verdict = try done?.verdict(ofLine: line, isWhole ? content : nil, insertID, mayBeCut: true) else {
            lookAhead(content, isWhole)
            return false
        }
        let stays = done?.isBehindCut == false
        find(content, line, verdict.status, isWhole, stays: stays)
        guard stays else {
            addCut(line, verdict.status)
            return false
        }
        progress.count(verdict, line: line)
        progress.reportBytes = done?.nextOffset ?? 0
        return true
    }

    /// Rows that will be cut may be imported ones: they go, what the server holds stays.
    private mutating func addCut(_ line: Int, _ status: Verdict.Status) {
        progress.mayBeHeld.append(line: line, isHeld: status == .unknown || status == .imported)
    }

    private mutating func find(
        _ content: UnsafeRawBufferPointer,
        _ line: Int,
        _ status: Verdict.Status,
        _ isWhole: Bool,
        stays: Bool
    ) {
        let rawLines: EarlierRawLines?
        switch status {
        case .imported, .blank: rawLines = nil
        case .rejected: rawLines = rejects
        case .undelivered, .unknown: rawLines = pending
        }
        if isWhole {
            rawLines?.find(content, number: line, stays: stays)
        } else {
            longLines = rawLines
            rawLines?.findPart(content, isFirst: true)
        }
    }

    /// Which of them a crash left in which file is not known.
    private mutating func lookAhead(_ content: UnsafeRawBufferPointer, _ isWhole: Bool) {
        for rawLines in [rejects, pending] {
            if isWhole { rawLines?.lookAhead(content) } else { rawLines?.findPart(content, isFirst: true) }
        }
        ahead.lines += 1
        ahead.bytes += content.count
    }

    /// Whether rows that will be cut, or raw lines, have not all been found to belong to the input: nothing may be cut
    /// or sent yet.
    var isUnsure: Bool {
        mutating get {
            guard done != nil, !hasReached else { return false }
            return done?.isBehindCut == true && done?.hasMore == true || mayFindMore
        }
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
        return progress
    }

    /// A file whose lines are not all explained; there are none behind the rows of a report that is complete.
    func foreignRawLines(isComplete: Bool) -> ReportMismatch? {
        let foreign = [rejects, pending].compactMap(\.self).first { isComplete ? !$0.isUsedUp : !$0.isOwn }
        return foreign.map { .otherRawLines(path: $0.path, line: $0.firstMissing) }
    }

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

/// How far an earlier run came.
package struct ResumePoint: Sendable {
    package var counts = LineCounts()
    package var reasons = ReasonCounts()
    /// The line of the last row that stays.
    package var lastLine = 0
    /// Bytes of the report that stay, and of the raw lines of its rows.
    package var reportBytes: Int64 = 0
    package var rejectsBytes: Int64 = 0
    package var pendingBytes: Int64 = 0
    /// The input has no lines behind those.
    package var isComplete = false
    /// Lines behind those that the earlier run may have sent all the same.
    package var mayBeHeld = EarlierSends()

    mutating func countImported(line: Int) {
        lastLine = line
        counts.count(.imported)
    }

    mutating func count(_ verdict: Verdict, line: Int) {
        lastLine = line
        counts.count(verdict.status)
        if verdict.reason != nil { reasons.count(verdict, line: line) }
    }
}
