import Glibc
import MixpanelSandbox

/// What becomes of a run's lines when they are sent again to a service that is well.
struct Convergence {
    private let stimulus: Case
    private let outcome: Outcome

    init(_ stimulus: Case, _ outcome: Outcome) {
        self.stimulus = stimulus
        self.outcome = outcome
    }

    /// First the pending lines alone, then the whole input.
    func violations(in directory: WorkDirectory, _ sandbox: RunningSandbox) async throws -> [String] {
        switch outcome.ending {
        case .exit(64), .exit(73), .exit(78): return []
        default: break
        }
        guard !stimulus.arguments.contains("--dry-run"), !stimulus.arguments.contains("--sandbox") else { return [] }
        guard stimulus.service.keepEvents, !stimulus.inputLines.raw.isEmpty else { return [] }
        try await sandbox.play([])
        var violations: [String] = []
        // Numbered anew, the lines of a pending file would get other ids.
        if let pending = outcome.pending, !stimulus.derivesByLine {
            let again = try await run(pending, "pending-again", in: directory, sandbox)
            violations += problems(of: again, pending) + missing(in: again, of: pending)
        }
        let text = stimulus.inputLines.text(of: 1...stimulus.inputLines.raw.count)
        let whole = try await run(text, "whole-again", in: directory, sandbox)
        return violations + problems(of: whole, text) + differences(whole)
    }

    private func run(
        _ input: [UInt8],
        _ name: String,
        in directory: WorkDirectory,
        _ sandbox: RunningSandbox
    ) async throws -> Outcome {
        var again = Case(.bytes(input), ["--report", "\(name).ndjson", "--concurrency", "4", "--format", "ndjson"])
        for option in ["--insert-id", "--max-line-bytes"] {
            guard let index = stimulus.arguments.firstIndex(of: option) else { continue }
            again.arguments += stimulus.arguments[index...(index + 1)]
        }
        return try await again.run(in: directory, against: sandbox)
    }

    private func problems(of again: Outcome, _ input: [UInt8]) -> [String] {
        let isPending = again.rows.contains { $0.status.isPending }
        let isOver = again.ending == .exit(0) || again.ending == .exit(65)
        let isWhole = again.rows.count == InputLines(input).raw.count
        return isOver && isWhole && !isPending ? [] : ["a second run does not converge: \(again)"]
    }

    private func missing(in again: Outcome, of input: [UInt8]) -> [String] {
        let stored = Set(again.served.events.map { stimulus.storedEvent($0).line })
        let lines = InputLines(input)
        let imported = again.rows.filter { $0.status == .imported }
        return imported.filter { !stored.contains(lines.event($0.line)) }.map { "imported, but not stored: \($0.text)" }
    }

    /// Every acceptable line is there once after deduplication, and nothing else is.
    private func differences(_ whole: Outcome) -> [String] {
        let lines = stimulus.inputLines
        var violations: [String] = []
        for (first, second) in zip(outcome.rows, whole.rows) {
            let isSame = first.status == second.status && first.reason == second.reason
            if first.status == .imported || first.by == "mixport", !isSame {
                violations.append("a second run disagrees: \(first.text), then \(second.text)")
            }
        }
        let acceptable = Set(whole.rows.filter { $0.status == .imported }.map { lines.event($0.line) })
        let stored = Set(whole.served.events.map { stimulus.storedEvent($0).line })
        if acceptable != stored {
            violations.append("\(acceptable.count) acceptable events, but \(stored.count) different ones stored")
        }
        let distinct = whole.served.ledger.distinct
        let wanted = stimulus.derivesByLine ? whole.rows.count { $0.status == .imported } : acceptable.count
        if distinct > wanted { violations.append("\(distinct) events after deduplication, \(wanted) expected") }
        return violations
    }
}
