package import SystemPackage

/// Compares a report with Mixpanel's own raw export, by `$insert_id`: a 200 says that an event was accepted, the export
/// that it is there.
///
/// The report is read three times, to count its rows, to note their ids, and to tell which were seen, so that memory
/// holds nothing but a fingerprint and four bytes for each id.
package struct Verification: ~Copyable {
    /// Bytes for each row that calls its line imported.
    package static let memoryPerRow = SightingTable.bytesPerID

    private let report: FilePath
    private var table: SightingTable
    private var result = VerificationResult()

    /// Reads the report. Rows that are added to it from here on are left out.
    package init(of report: FilePath) throws(VerificationError) {
        var result = VerificationResult()
        (result.imported, result.isTorn) = try Self.count(report)
        var table = SightingTable(ids: result.imported)
        result.sharing = try Self.note(report, rows: result.imported, in: &table)
        self.report = report
        self.table = table
        self.result = result
    }

    private static func count(_ report: FilePath) throws(VerificationError) -> (rows: Int, isTorn: Bool) {
        var rows = try ImportedRows(report)
        var count = 0
        while try rows.next() != nil { count += 1 }
        return (count, rows.isTorn)
    }

    /// The number of lines whose id an earlier one has.
    private static func note(
        _ report: FilePath,
        rows count: Int,
        in table: inout SightingTable
    ) throws(VerificationError) -> Int {
        var rows = try ImportedRows(report)
        var sharing = 0
        for _ in 0..<count {
            guard let row = try rows.next() else { break }
            if row.id != nil, !table.addLine(row.fingerprint) { sharing += 1 }
        }
        return sharing
    }

    /// Reads the export to its end. Throws where it is not complete, as far as it shows: then nothing can be said.
    package mutating func read(export descriptor: FileDescriptor) throws(VerificationError) {
        var reader = try ExportReader(descriptor)
        var export = VerificationResult.Export()
        var (first, last) = (UInt16.max, UInt16.min)
        try reader.readEvents { event in
            export.events += 1
            if event.isHotShard { export.hotShard += 1 }
            if event.day > 0 { (first, last) = (min(first, event.day), max(last, event.day)) }
            guard let fingerprint = event.fingerprint else {
                export.withoutID += 1
                export.onlyThere += 1
                return
            }
            switch table.see(fingerprint, day: event.day) {
            case nil: export.onlyThere += 1
            case false?: export.copies += 1
            case true?: break
            }
        }
        export.bytes = reader.bytes
        if first <= last { export.days = first...last }
        result.export = export
        if export.events == 0, result.imported > 0 { throw .emptyExport }
        result.chanceOfMistake = Fingerprint.chanceOfMistake(lines: result.imported, events: export.events)
    }

    /// What the export says of each line. `input`: the events of the run, for the days of those that are missing.
    package mutating func compare(
        input: FilePath? = nil,
        writing missing: MissingReport? = nil
    ) throws(VerificationError) -> VerificationResult {
        var times = try input.map { path throws(VerificationError) in try EventTimes(path) }
        var days = VerifiedDays()
        var rows = try ImportedRows(report)
        try missing?.begin()
        for _ in 0..<result.imported {
            guard let row = try rows.next() else { break }
            guard let id = row.id else {
                result.withoutID += 1
                continue
            }
            let sighting = table[row.fingerprint]
            if sighting.isThere {
                result.there += 1
                if sighting.isRepeated { result.repeated += 1 }
                days.addThere(on: sighting.day)
            } else {
                result.missing += 1
                result.firstMissing = result.firstMissing ?? row.line
                result.lastMissing = row.line
                days.addMissing(on: try times?.day(ofLine: row.line, row.fingerprint) ?? 0)
                try missing?.append(line: row.line, id: id)
            }
        }
        days.finish()
        try missing?.finish()
        result.days = days.days
        result.missingWithoutDay = days.unknown
        result.daysJudgedByNeighbours = days.judgedByNeighbours
        return result
    }
}
