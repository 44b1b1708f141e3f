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
    private var picks: ReportLines?
    private let statuses: Set<Verdict.Status>
    private let insertID: InsertID.Policy
    /// What the report of a resumed run holds; known once all its lines have been passed over.
    private var progress = ResumePoint()
    private var hasReached = false
    /// The line that was picked last is one that the service may hold.
    private(set) var hasPickedUnknown = false
    private var hasToldEnd = false

    package init(
        resuming done: RowReader? = nil,
        picking picks: RowReader? = nil,
        statuses: Set<Verdict.Status> = [],
        insertID: InsertID.Policy = .derive,
        isDryRun: Bool = false
    ) {
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

    /// nil for the content of a line that is too long to be looked at.
    mutating func choice(for content: UnsafeRawBufferPointer?, line: Int) -> Choice {
        if done == nil, picks == nil { return .take }
        do throws(ReportMismatch) {
            guard try isPicked(content, line), try !isDone(content, line) else { return .leave }
            return .take
        } catch {
            return .refuse(error)
        }
    }

    private mutating func isPicked(_ content: UnsafeRawBufferPointer?, _ line: Int) throws(ReportMismatch) -> Bool {
        guard picks != nil else { return true }
        guard let verdict = try picks?.verdict(ofLine: line, content, insertID, stopsAtStopped: false) else {
            return false
        }
        hasPickedUnknown = verdict.status == .unknown
        return statuses.contains(verdict.status)
    }

    private mutating func isDone(_ content: UnsafeRawBufferPointer?, _ line: Int) throws(ReportMismatch) -> Bool {
        guard done != nil else { return false }
        guard let verdict = try done?.verdict(ofLine: line, content, insertID, stopsAtStopped: true) else {
            return false
        }
        guard done?.isBehindCut == false else {
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

    /// Whether rows that will be cut have not all been found to belong to the input: nothing may be cut or sent yet.
    var isUnsure: Bool {
        mutating get { !hasReached && done?.isBehindCut == true && done?.hasMore == true }
    }

    /// Once, when the lines of a resumed run's report lie behind: what it keeps.
    mutating func takeResumePoint() -> ResumePoint? {
        guard done != nil, !hasReached else { return nil }
        hasReached = true
        progress.mayBeHeld.isOfReplay = picks != nil
        while let row = done?.takeNext() { addCut(row.line, row.status) }
        return progress
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
    /// Bytes of the report that stay.
    package var reportBytes: Int64 = 0
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
