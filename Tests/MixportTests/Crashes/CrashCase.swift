import Foundation
import MixpanelSandbox

/// Three batches, with rejects and pending lines in each, and a program that system calls are tampered with.
struct CrashCase {
    static let isPossible = Tool.isThere("/usr/bin/strace") && Tool.isThere("/usr/bin/taskset")
    /// In the order of their making.
    static let files = ["report.ndjson", "report.rejects.ndjson", "report.pending.ndjson"]

    let directory: WorkDirectory
    let sandbox: RunningSandbox

    private static let input: String = (1...30).map { number in
        switch number % 10 {
        case 2: "{\n"
        case 5: Event.line(number, value: #""poison""#) + "\n"
        case 7: Event.line(number).replacing(#""time":17"#, with: #""time":"x","y":17"#) + "\n"
        case 8: Event.anonymous(number) + "\n"
        case 9: "\n"
        default: Event.line(number) + "\n"
        }
    }.joined()

    /// Some lines break the service, so that they stay pending.
    static func with<Result: Sendable>(_ body: @Sendable (CrashCase) async throws -> Result) async throws -> Result {
        try await Gate.shared.pass {
            try await WorkDirectory.with { directory in
                try await Sandbox.withServer(stimulus([]).service) { sandbox in
                    try await body(CrashCase(directory: directory, sandbox: sandbox))
                }
            }
        }
    }

    static func stimulus(_ launcher: [String]) -> Case {
        let arguments = ["--batch-events", "8", "--max-attempts", "1", "--retry-delay", "4ms", "--resume"]
        let faults: [FaultRule] = [.request(.contains("poison"), .status(500))]
        return Case(.file(Array(input.utf8)), arguments + ["--give-up-after", "5s"], faults: faults).with { stimulus in
            stimulus.launcher = launcher
        }
    }

    /// The same report again, or its beginning with what is missing.
    func run(_ launcher: [String] = []) async throws -> Outcome {
        try await Self.stimulus(launcher).run(in: directory, against: sandbox)
    }

    /// Does something to system calls on a file, or on all three. They are counted for each thread alone, so that a
    /// single processor, and with it a single thread for all of them, makes the count one of the program's.
    func strace(_ injection: String, on files: [String] = files) -> [String] {
        // The program opens its directory under the name that it knows.
        let paths = files.flatMap { ["-P", $0 == "." ? "." : directory.path($0)] }
        let calls = injection.prefix { $0 != ":" }
        return ["/usr/bin/taskset", "-c", Self.processor, "/usr/bin/strace", "-f", "-o", "/dev/null"] + paths
            + ["-e", "trace=\(calls)", "-e", "inject=\(injection)"]
    }

    /// The first one that may be used.
    private static let processor: String = {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") } ?? "0"
        return String(line.drop { !$0.isNumber }.prefix { $0.isNumber })
    }()

    /// What a run that was cut short leaves behind breaks no law.
    func violations(afterCrash outcome: Outcome) -> [String] {
        var stimulus = Self.stimulus([])
        stimulus.arguments.append("-q")
        let lines = stimulus.inputLines
        let crash = Crash(outcome, lines)
        var seen = crash.outcome
        // The service may hold what has no row yet.
        let reported = Set(seen.rows.map { lines.event($0.line) })
        // The summary counts rows that could not be written.
        seen.errors = []
        seen.served.events.removeAll { !reported.contains(stimulus.storedEvent($0).line) }
        var invariants = Invariants(stimulus, seen)
        invariants.check()
        return crash.violations + invariants.violations
    }

    /// The run is complete, as if nothing had happened.
    func violations(atEnd outcome: Outcome) -> [String] {
        var seen = outcome
        // What a resumed run had cut to nothing stays.
        if seen.rejects?.isEmpty == true { seen.rejects = nil }
        if seen.pending?.isEmpty == true { seen.pending = nil }
        var invariants = Invariants(Self.stimulus([]), seen)
        invariants.check()
        var violations = invariants.violations
        if outcome.ending != .exit(75) { violations.append("expected exit 75, got \(outcome.ending)") }
        let wanted = (1...30).map { number -> Row.Status in
            switch number % 10 {
            case 2, 7: .rejected
            case 5: .unknown
            case 9: .blank
            default: .imported
            }
        }
        if outcome.rows.map(\.status) != wanted { violations.append("rows \(outcome.rows.map(\.text))") }
        if outcome.served.ledger.distinct != 18 {
            violations.append("\(outcome.served.ledger.distinct) stored, not 18")
        }
        return violations
    }
}
