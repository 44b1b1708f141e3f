import Foundation
import MixpanelSandbox

/// The promises that hold in every run, checked from outside.
struct Invariants {
    let stimulus: Case
    let outcome: Outcome
    let lines: InputLines
    private(set) var violations: [String] = []

    init(_ stimulus: Case, _ outcome: Outcome) {
        self.stimulus = stimulus
        self.outcome = outcome
        lines = stimulus.inputLines
    }

    /// Whether a report was written: the program refuses to begin with these.
    private var hasBegun: Bool {
        switch outcome.ending {
        case .exit(64), .exit(71), .exit(73), .exit(78): false
        default: true
        }
    }

    mutating func check() {
        checkSecrets()
        checkMessages()
        guard hasBegun else {
            demand(outcome.served.ledger.requests == 0, "the program refused to begin, and sent requests")
            return
        }
        guard let report = outcome.report else { return }
        checkReport(report)
        guard violations.isEmpty else { return }
        checkConservation()
        checkExitCode()
        checkCounts()
        checkRawLines()
        checkPermissions()
        checkSummary()
        checkTruth()
    }

    mutating func demand(_ condition: Bool, _ violation: @autoclosure () -> String) {
        if !condition { violations.append(violation()) }
    }

    /// Row n is line n, and says what the contract lets it say.
    private mutating func checkReport(_ report: [UInt8]) {
        demand(report.isEmpty || report.last == 0x0A, "the report does not end with a complete row")
        let isPlain = report.allSatisfy { $0 == 0x0A || $0 >= 0x20 && $0 != 0x7F }
        demand(isPlain, "the report has control characters")
        for (index, text) in InputLines(report).raw.enumerated() {
            do throws(Row.Malformed) {
                let row = try Row(Array(text))
                demand(row.line == index + 1, "row \(index + 1) is for line \(row.line)")
                check(row)
            } catch {
                demand(false, "row \(index + 1): \(error.problem)")
            }
        }
    }

    private mutating func check(_ row: Row) {
        let isRejected = row.status == .rejected
        let isJudged = isRejected || row.status.isPending
        demand(
            (isJudged || row.status == .skipped) == (row.reason != nil),
            "a reason where it does not belong, or none: \(row.text)"
        )
        demand(isRejected == (row.by != nil), "who rejected it where nobody did, or nobody: \(row.text)")
        demand(row.by == nil || ["mixport", "server"].contains(row.by), "rejected by a stranger: \(row.text)")
        demand(row.reason.map(Self.isKnown) ?? true, "a reason that is not documented: \(row.text)")
        demand((row.message?.count ?? 0) <= 300, "a message longer than 300 characters: \(row.text)")
        demand((row.attempts ?? 2) >= 2, "attempts are for more than one: \(row.text)")
        let isSent = row.status == .imported || row.status == .valid
        demand(!isSent || row.insertID?.isEmpty == false, "no insert_id: \(row.text)")
        demand(isJudged || row.column == nil && row.field == nil && row.message == nil && row.code == nil, row.text)
        if let column = row.column, lines.raw.indices.contains(row.line - 1) {
            let length = lines.raw[row.line - 1].count
            demand((1...(length + 1)).contains(column), "a column outside the line of \(length) bytes: \(row.text)")
        }
    }

    private static func isKnown(_ reason: String) -> Bool {
        [
            "not_json", "not_utf8", "not_object", "too_deep", "line_too_long", "missing_event", "missing_properties",
            "duplicate_key", "missing_insert_id", "validation", "too_large", "refused", "timeout", "connection",
            "bad_answer", "stopped", "fields", "missing_time", "bad_time", "where", "unwrap", "prefix", "since",
            "until",
        ].contains(reason) || reason.hasPrefix("http_") && Int(reason.dropFirst(5)) != nil
    }

    /// Whether the program may have left input unread.
    private var isStopped: Bool {
        switch outcome.ending {
        case .exit(0): false
        // UTF-16 has no lines.
        case .exit(65): stimulus.arguments.contains("--max-rejects") || outcome.rows.isEmpty
        // Where the input pauses, all lines that were read may have their verdicts when patience ends.
        case .exit(75): outcome.rows.contains { $0.reason == "stopped" } || outcome.standardError.contains("stopping:")
        default: true
        }
    }

    private mutating func checkConservation() {
        let rows = outcome.rows.count
        let count = lines.raw.count
        demand(rows <= count, "\(rows) rows for \(count) lines")
        demand(isStopped || rows == count, "\(rows) rows for \(count) lines, all of them read")
        for row in outcome.rows.prefix(count) {
            let isBlank = lines.event(row.line).isEmpty
            demand(isBlank == (row.status == .blank), "blank or not: \(row.text)")
        }
    }

    /// A pure function of the counts and of what the run met; here as far as the counts tell.
    private mutating func checkExitCode() {
        let pending = outcome.rows.contains { $0.status.isPending }
        let rejected = outcome.rows.contains { $0.status == .rejected }
        let ending = outcome.ending
        switch ending {
        case .exit(0):
            let level = stimulus.failureLevel
            demand(!pending || level == "stop", "exit 0 with lines that are pending")
            demand(!rejected || level != "rejected", "exit 0 with lines that are rejected")
            demand(!outcome.rows.contains { $0.reason == "stopped" }, "exit 0 with lines that have no final row")
        case .exit(65):
            let isCutOff = stimulus.arguments.contains("--max-rejects")
            demand(!pending || isCutOff, "exit 65 with lines that are pending")
        case .exit(66):
            let forgives = stimulus.failureLevel == "stop"
            demand(!pending || forgives, "exit 66 with lines that are pending")
        case .exit(74), .exit(75), .exit(76), .exit(77), .signal: break
        default: demand(false, "not an ending that is documented: \(ending)")
        }
    }

    private mutating func checkPermissions() {
        for path in [outcome.paths.report, outcome.paths.rejects, outcome.paths.pending] {
            guard let mode = outcome.modes[path], mode & S_IFMT == S_IFREG else { continue }
            demand(mode & 0o7777 == 0o600, "\(path) has mode \(String(mode & 0o7777, radix: 8))")
        }
    }

    /// The files of rejected and pending lines hold these lines, byte for byte, and exist only with the first.
    private mutating func checkRawLines() {
        let rejected = outcome.rows.filter { $0.status == .rejected }.map(\.line)
        let pending = outcome.rows.filter { $0.status.isPending }.map(\.line)
        for (name, numbers, file) in [("rejects", rejected, outcome.rejects), ("pending", pending, outcome.pending)] {
            guard let file else {
                demand(numbers.isEmpty, "no \(name) file for \(numbers.count) lines")
                continue
            }
            demand(!numbers.isEmpty, "a \(name) file without a line")
            guard file != lines.text(of: numbers) else { continue }
            let text = String(decoding: file.prefix(400), as: UTF8.self)
            demand(false, "the \(name) file does not hold the raw lines: \(text)")
        }
    }
}
