/// Keeps the first rejected lines of a run as long as nothing else came of its lines, to say at the end what they are.
struct HintCollector: Sendable {
    /// The first line may be an odd one.
    private static let mostLines = 8

    private var lines: [RejectedLine] = []
    /// The number of the first line that the options skip.
    private var firstSkipped: Int?
    /// A line was good: the options are the right ones.
    private var isPointless = false

    /// The next batch, in the order of the input.
    mutating func look(at batch: JudgedBatch) {
        guard !isPointless, lines.count < Self.mostLines else { return }
        for line in 0..<batch.lines.raw.count {
            guard let verdict = batch.verdict(ofLine: line) else { continue }
            switch verdict.status {
            case .rejected: lines.append(rejected(line, of: batch, verdict))
            case .skipped:
                if firstSkipped == nil { firstSkipped = batch.lines.raw.numbers.number(ofLine: line) }
            case .blank: continue
            case .imported, .valid, .undelivered, .unknown: isPointless = true
            }
            if isPointless || lines.count == Self.mostLines { return }
        }
    }

    private func rejected(_ line: Int, of batch: JudgedBatch, _ verdict: Verdict) -> RejectedLine {
        let raw = batch.lines.raw
        let bytes = raw.bytes[raw.range(ofLine: line)].prefix(RejectedLine.mostBytes)
        return RejectedLine(number: raw.numbers.number(ofLine: line), bytes: Array(bytes), verdict: verdict)
    }

    /// nil unless all lines of the run were rejected, blank or skipped.
    func hint(_ counts: LineCounts, isMapped: Bool) -> InputHint? {
        guard !isPointless, counts.lines == counts.rejected + counts.blank + counts.skipped else { return nil }
        if let firstSkipped, counts.rejected == 0 {
            let rest = counts.skipped > 1 ? ", as are all others" : ""
            return InputHint(line: firstSkipped, finding: "is skipped by these options\(rest)", options: [])
        }
        let refusals = lines.lazy.compactMap { $0.refusal(isMapped: isMapped) }
        let formats = lines.lazy.compactMap { $0.format(isMapped: isMapped) }
        return formats.first { !$0.presets.isEmpty } ?? refusals.first ?? formats.first
    }
}
