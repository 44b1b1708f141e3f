import MixpanelImport

/// The end of a run: what became of the lines, and what to do next.
struct Summary {
    /// Reasons that the summary lists; the report has them all.
    private static let mostReasons = 5

    let result: ImportResult
    let ending: Ending
    let duration: Duration
    let report: Report
    let expectedLines: Int?
    let isDryRun: Bool

    /// What went wrong with the run as a whole.
    var problem: String? {
        if let error = result.outputError { return error.sentence }
        if let error = result.inputError { return error.sentence }
        if case .signal = result.stopCause { return nil }
        if let cause = result.stopCause { return cause.sentence(result.stopMessage) }
        if let expectedLines, result.isComplete, expectedLines != result.counts.lines {
            return "expected \(expectedLines.grouped) lines, got \(result.counts.lines.grouped)"
        }
        return nil
    }

    var text: String {
        var lines = [counts]
        if result.tally.requests > 0 { lines.append(cost) }
        lines += reasons
        lines.append("files: " + report.written.joined(separator: ", "))
        if !report.isInPlace { lines.append("the report was moved or deleted during the run") }
        if let next { lines.append(next) }
        return lines.map { $0.forTerminal + "\n" }.joined()
    }

    private var counts: String {
        let counts = result.counts
        guard counts.lines > 0 else { return "no input: 0 lines" }
        let numbers = [
            (counts.imported, isDryRun ? "valid" : "imported"), (counts.rejected, "rejected"),
            (counts.undelivered, "undelivered"), (counts.unknown, "unknown"), (counts.blank, "blank"),
        ]
        let sum = numbers.map { "\($0.0.grouped) \($0.1)" }.joined(separator: " + ")
        return "\(counts.lines.grouped) lines = \(sum), \(counts.isBalanced ? "balanced" : "NOT BALANCED")"
    }

    private var cost: String {
        let tally = result.tally
        let rate = Int(Double(result.counts.lines) / max(duration / .seconds(1), 0.001))
        let retries = tally.retries.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        return """
            \(tally.requests.grouped) requests, retries: \(retries.isEmpty ? "none" : retries.joined(separator: ", ")); \
            \(tally.bodyBytes.grouped) bytes, \(tally.sentBytes.grouped) compressed; \(duration.brief), \
            \(rate.grouped) lines/s
            """
    }

    private var reasons: [String] {
        result.reasons.byFrequency.prefix(Self.mostReasons).map { entry in
            let field = entry.field.map { " \($0)" } ?? ""
            let message = entry.message.map { ": \($0)" } ?? ""
            let count = "\(entry.count.grouped) \(entry.status.rawValue) \(entry.reason.code)\(field)"
            return "\(count), first on line \(entry.firstLine)\(message)"
        }
    }

    /// The command to run next.
    private var next: String? {
        switch ending {
        case .exit(.success), .exit(.unbalanced), .exit(.input), .exit(.configuration): nil
        case .exit(.rejected): "next: look at \(shellQuoted(report.files.rejects))"
        default: "next: the same command again with \(report.files.pending) as its input"
        }
    }

    private func shellQuoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "-_./=:,+@%".utf8.contains(byte)
        }
        return isPlain && !text.isEmpty ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
