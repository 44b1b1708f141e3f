import Glibc
import MixpanelSandbox

/// The laws for one run of several over the same report, against the same service.
struct WalkInvariants {
    let input: WalkInput
    let lines: InputLines
    /// What the walk's faults really did to single events.
    let mishaps: Mishaps

    func violations(of stimulus: Case, _ outcome: Outcome, signals: [Int32]) -> [String] {
        var violations: [String] = []
        var seen = outcome
        if hasCrashed(outcome, signals) {
            let crash = Crash(outcome, lines)
            violations += crash.violations
            seen = crash.outcome
            // If there is one, it is of an earlier run.
            seen.summary = nil
        }
        // What a resumed run had cut to nothing stays.
        if seen.rejects?.isEmpty == true { seen.rejects = nil }
        if seen.pending?.isEmpty == true { seen.pending = nil }
        switch outcome.ending {
        case .exit(0), .exit(65), .exit(75), .exit(76): break
        case .signal(let signal) where signals.contains(signal): break
        default: violations.append("an ending that nothing here calls for: \(outcome.ending)")
        }
        if outcome.isHung { violations.append("the program hung and was killed") }
        violations += seen.rows.compactMap { strangeness(of: $0) }
        seen.served.events = eventsToAnswerFor(stimulus, seen, &violations)
        var invariants = Invariants(stimulus, seen)
        invariants.check()
        return violations + invariants.violations
    }

    /// Killed, or met by a signal before it listened to any, so that the files are what an earlier crash made them.
    private func hasCrashed(_ outcome: Outcome, _ signals: [Int32]) -> Bool {
        guard case .signal(let signal) = outcome.ending, signals.contains(signal) else { return false }
        return signal == SIGKILL || !outcome.standardError.contains("stopping on signal")
    }

    /// What a row says against what its line is.
    private func strangeness(of row: Row) -> String? {
        guard input.kinds.indices.contains(row.line - 1) else { return "a row for no line: \(row.text)" }
        let kind = input.kinds[row.line - 1]
        let isFair =
            switch (row.status, row.by) {
            case (.imported, _): kind == .good || kind == .poison
            case (.blank, _): kind == .blank
            case (.rejected, "mixport"): kind == .unsendable
            case (.rejected, _) where row.reason == "validation": kind == .invalid
            case (.rejected, _): kind == .invalid || mishaps.explain(row, lines.event(row.line))
            default: kind == .good || kind == .poison || kind == .invalid
            }
        return isFair ? nil : "a \(kind) line: \(row.text)"
    }

    /// The service may hold what has no row yet: an earlier run was cut short after it. It may hold one of two lines
    /// that are the same; which of the two, an id tells that was derived from the line's number.
    private func eventsToAnswerFor(_ stimulus: Case, _ seen: Outcome, _ violations: inout [String]) -> [[UInt8]] {
        var rows: [[UInt8]: [Row]] = [:]
        for row in seen.rows { rows[lines.event(row.line), default: []].append(row) }
        var numbers: [[UInt8]: [Int]] = [:]
        for number in lines.raw.indices where [.good, .poison].contains(input.kinds[number]) {
            numbers[lines.event(number + 1), default: []].append(number + 1)
        }
        let last = seen.rows.last?.line ?? 0
        return seen.served.events.filter { bytes in
            let event = stimulus.storedEvent(bytes)
            let line = event.line
            guard let numbers = numbers[line] else {
                violations.append(
                    "stored, but no acceptable line: \(String(decoding: bytes.prefix(400), as: UTF8.self))"
                )
                return true
            }
            guard let rows = rows[line] else { return false }
            if stimulus.derivesByLine, let id = event.derivedID {
                let isBehind = numbers.contains { $0 > last && StoredEvent.derivedID(of: line, number: $0) == id }
                if isBehind { return false }
            }
            return numbers.count == 1 || rows.contains { $0.status == .imported }
        }
    }
}

/// Requests of a single event that a fault refused: three such answers to the same event are rare, but they happen, and
/// to the program they are a verdict.
struct Mishaps {
    private var refusals: [[UInt8]: Int] = [:]
    private var tooLarge: [[UInt8]: Int] = [:]

    init(_ requests: [RequestRecord], storedEvent: ([UInt8]) -> [UInt8]) async throws {
        let single = requests.filter { $0.events == 1 && [200, 400, 413].contains($0.status) }
        guard !single.isEmpty else { return }
        // A body does not end its last line.
        let newline = try await Tool.run("/usr/bin/gzip", "-c", input: [0x0A]).output
        let packed = single.flatMap { ($0.body ?? []) + newline }
        let bodies = InputLines(try await Tool.run("/usr/bin/gzip", "-dc", input: packed).output).raw
        for (request, body) in zip(single, bodies) {
            let line = storedEvent(Array(body))
            if request.status == 413 { tooLarge[line, default: 0] += 1 } else { refusals[line, default: 0] += 1 }
        }
    }

    func explain(_ row: Row, _ line: [UInt8]) -> Bool {
        switch row.reason {
        // The one refusal that leaves no doubt needs no second.
        case "refused": refusals[line, default: 0] >= (row.message?.hasPrefix("identity events") == true ? 1 : 3)
        case "too_large": tooLarge[line, default: 0] >= 2
        default: false
        }
    }
}
