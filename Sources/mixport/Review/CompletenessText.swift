import MixpanelImport

extension ReviewedReports {
    /// The first line of what is said of reports, and how it is known.
    var completenessSentence: String {
        guard completeness.count == 1 else { return sentenceOfSeveral }
        switch completeness[0] {
        case .complete:
            let bytes = records[0]?.input?.bytes.map { ", \($0.grouped) bytes" } ?? ""
            return "complete: the input ended after \(lines)\(bytes)"
        case .incomplete(let text): return "NOT complete: \(text)"
        case .unknown(let text): return "NOT known to be complete: \(text)"
        }
    }

    /// Of the inputs, which a replay's report does not have all lines of.
    private var lines: String {
        zip(review.sources, records).reduce(0) { $0 + max($1.0.rows, $1.1?.input?.lines ?? 0) }.counted("line")
    }

    private var sentenceOfSeveral: String {
        let first = zip(sources, completeness).first { if case .incomplete = $1 { true } else { false } }
        if let first, case .incomplete(let text) = first.1 {
            let count = completeness.count { if case .incomplete = $0 { true } else { false } }
            return "NOT complete: \(count.grouped) of \(sources.count.grouped) reports, the first is "
                + "\(first.0.name): \(text)"
        }
        let unknown = completeness.count { $0 != .complete }
        if unknown > 0 {
            return "NOT known to be complete: \(unknown.grouped) of \(sources.count.grouped) reports do not say how "
                + "their runs ended"
        }
        return "complete: the inputs of all \(sources.count.grouped) reports ended, after \(lines)"
    }
}
