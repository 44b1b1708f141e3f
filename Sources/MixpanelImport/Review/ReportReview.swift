/// What reports say, added up in one pass. Memory does not depend on how many rows there are.
package struct ReportReview: Sendable {
    /// One of the files.
    package struct Source: Sendable {
        package let source: ReportSource
        package fileprivate(set) var rows = 0
        package fileprivate(set) var isTorn = false
        package fileprivate(set) var isCompressed = false
        /// Lines that had no verdict when the run ended.
        package fileprivate(set) var stopped = 0
        package fileprivate(set) var lastLine = 0
        /// Runs whose rows it has; more than one where reports were joined.
        package fileprivate(set) var runs = 0
        /// Not so of a replay's report, which has rows of some lines only.
        package var hasEachLine: Bool { rows == lastLine }
    }

    package private(set) var counts = LineCounts()
    package private(set) var reasons = ReasonGroups()
    package private(set) var sources: [Source] = []
    package private(set) var parts = ReportParts()
    package private(set) var isDryRun = false
    package private(set) var runs = VerdictRuns()
    package private(set) var rejected = PositionHistogram()
    package private(set) var pending = PositionHistogram()
    package private(set) var leftOut = PositionHistogram()

    package init() {}

    /// Lines that had no verdict when their run ended.
    package var stopped: Int { sources.reduce(0) { $0 + $1.stopped } }

    /// Reads one more report; `visit` sees each of its rows.
    package mutating func read(
        _ source: ReportSource,
        visit: (ReviewedLine) throws -> Void
    ) throws {
        var rows = try ReportRows(source)
        sources.append(Source(source: source))
        let earlierParts = parts.count
        parts.beginSource(sources.count - 1)
        let latest = sources.count - 1
        // Lines whose raw bytes stand in a file of their own, so far.
        var rejects = 0
        var pending = 0
        while let bytes = try rows.next() {
            guard let row = ReviewedRow(bytes) else { throw ReviewError.foreignRow(name: source.name, row: rows.rows) }
            let place = LinePlace(line: row.line, part: parts.part(of: row, bytes))
            let group = count(row, bytes, place, latest)
            var rawIndex: Int?
            if !row.hasRawLine, row.status == .rejected {
                rawIndex = rejects
                rejects += 1
            } else if !row.hasRawLine, row.status == .undelivered || row.status == .unknown {
                rawIndex = pending
                pending += 1
            }
            let line = ReviewedLine(
                row: row,
                bytes: bytes,
                place: place,
                partNumber: parts.number(place.part),
                group: group,
                rawIndex: rawIndex
            )
            try visit(line)
        }
        sources[latest].rows = rows.rows
        sources[latest].isTorn = rows.isTorn
        sources[latest].isCompressed = rows.isCompressed
        sources[latest].runs = parts.count - earlierParts
    }

    /// The group of reasons that the row belongs to.
    private mutating func count(
        _ row: ReviewedRow,
        _ bytes: UnsafeRawBufferPointer,
        _ place: LinePlace,
        _ source: Int
    ) -> Int? {
        let position = counts.lines
        counts.count(row.status)
        sources[source].lastLine = row.line
        switch row.status {
        case .imported: break
        case .valid: isDryRun = true
        case .rejected:
            rejected.add(position)
            if row.isBy("mixport", in: bytes), row.isReason("validation", in: bytes) { isDryRun = true }
        case .undelivered, .unknown:
            pending.add(position)
            if row.isReason("stopped", in: bytes) { sources[source].stopped += 1 }
        case .blank, .skipped: leftOut.add(position)
        }
        let isGood = row.status == .imported || row.status == .valid
        let group = isGood ? nil : row.reason.map { _ in reasons.count(row, bytes, at: place, position: position) }
        if parts.count == 1 { runs.add(row.line, row.status, group: group) }
        return group
    }
}
