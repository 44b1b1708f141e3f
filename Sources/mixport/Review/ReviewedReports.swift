import MixpanelImport
import SystemPackage

/// All reports of a command, and what stands beside them.
struct ReviewedReports {
    /// Thrown by who has seen enough.
    struct Enough: Error {}

    let sources: [ReportSource]
    private(set) var review = ReportReview()
    /// One for each source that has been read.
    private(set) var records: [RunRecord?] = []
    private(set) var completeness: [Completeness] = []
    /// The raw lines of each.
    private(set) var files: [ReportFileNames] = []
    private let rejects: FilePath?
    private let pending: FilePath?

    init(_ paths: [FilePath], rejects: FilePath?, pending: FilePath?) {
        sources = paths.map { $0 == "-" ? .standardInput : .file($0) }
        self.rejects = rejects
        self.pending = pending
    }

    /// `visit` sees each row, its name, and where its raw line is to be found.
    mutating func read(
        _ visit: (ReviewedLine, RawLineFinder, () -> String) throws -> Void = { _, _, _ in }
    ) throws(Failure) {
        let sources = sources
        do {
            for (index, source) in sources.enumerated() {
                // Before the rows: of a run that goes on, nothing is said of more rows than are read.
                var record: RunRecord?
                var finder = RawLineFinder(rejects: rejects, pending: pending)
                if case .file(let path) = source {
                    record = RunRecord(at: ReportFileNames.record(of: path))
                    let names = ReportFileNames(of: path, record, rejects: rejects, pending: pending)
                    files.append(names)
                    finder = RawLineFinder(rejects: names.rejects, pending: names.pending)
                }
                try review.read(source) { line in
                    try visit(line, finder) {
                        let label = line.text(line.row.source)
                        let number = line.partNumber > 1 ? line.partNumber : nil
                        return PlaceName.text(line: line.row.line, in: sources, index, label: label, number: number)
                    }
                }
                records.append(record)
                completeness.append(Completeness(review.sources[review.sources.count - 1], record))
            }
        } catch is Enough {
            return
        } catch let failure as Failure {
            throw failure
        } catch let error as ReviewError {
            if case .foreignRow = error { throw Failure(error.description, .rejected) }
            throw Failure(error.description, .input)
        } catch {
            throw Failure("\(error)", .inputOutput)
        }
    }

    /// Of all of them together.
    var isComplete: Bool? {
        if completeness.contains(where: { if case .incomplete = $0 { true } else { false } }) { return false }
        return completeness.allSatisfy { $0 == .complete } ? true : nil
    }

    /// Every line has its last word, as far as can be known. A run that ended where it was told to has read its input.
    var isFinal: Bool {
        guard review.stopped == 0 else { return false }
        return zip(completeness, records).allSatisfy { completeness, record in
            guard case .incomplete = completeness else { return true }
            return record?.endedAtLimit == true
        }
    }

    /// The one file that all rows come from.
    var onlyFile: FilePath? {
        if sources.count == 1, case .file(let path) = sources[0] { path } else { nil }
    }

    /// `line 12`, or where there are several reports `part-00017.ndjson, line 12`.
    func name(_ place: LinePlace) -> String {
        guard review.parts.count > 1 else { return "line \(place.line.grouped)" }
        let part = review.parts.describe(place.part)
        let number = part.of > 1 ? part.number : nil
        return PlaceName.text(line: place.line, in: sources, part.source, label: part.label, number: number)
    }
}
