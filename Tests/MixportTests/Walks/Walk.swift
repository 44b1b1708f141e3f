import Glibc
import MixpanelSandbox

/// Runs a plan to its end: several runs over one report, the last of them against a service that is well.
struct Walk {
    let seed: UInt64
    private let plan: WalkPlan
    private let lines: InputLines

    init(seed: UInt64) {
        self.seed = seed
        plan = WalkPlan(seed: seed)
        lines = InputLines(plan.input.bytes)
    }

    /// What breaks a law, with what led to it.
    func violations() async throws -> [String] {
        try await WorkDirectory.with { directory in
            try await Sandbox.withServer(service) { sandbox in
                var story: [String] = []
                var violations: [String] = []
                for leg in plan.legs {
                    let outcome = try await run(leg, in: directory, sandbox, &story)
                    violations += try await problems(outcome, leg)
                    if isOver(outcome) || !violations.isEmpty { break }
                }
                try await sandbox.play([])
                if violations.isEmpty {
                    let leg = WalkPlan.WalkRun(acts: [], signals: [], giveUp: "10s")
                    let outcome = try await run(leg, in: directory, sandbox, &story)
                    violations += try await problems(outcome, leg)
                    if !isOver(outcome) { violations.append("the last run ends with \(outcome.ending)") }
                    if violations.isEmpty { violations += try await replay(outcome, in: directory, sandbox, &story) }
                }
                return violations.isEmpty ? [] : violations.prefix(20) + story
            }
        }
    }

    private var service: SandboxConfiguration {
        var service = Case("").service
        service.faults = plan.faults
        service.latency = plan.latency
        service.requestsPerConnection = plan.requestsPerConnection
        service.seed = seed
        service.keepBodies = true
        return service
    }

    private func stimulus(_ arguments: [String]) -> Case {
        Case(.script(plan.pieces), arguments + plan.options + ["--format", "ndjson"]).with { stimulus in
            stimulus.service = service
            stimulus.patience = .seconds(120)
        }
    }

    private func stimulus(_ leg: WalkPlan.WalkRun) -> Case {
        // Whether a summary is written depends on when the signal comes.
        let quiet = leg.signals.isEmpty ? [] : ["-q"]
        return stimulus(["--report", "report.ndjson", "--resume", "--give-up-after", leg.giveUp] + quiet)
    }

    private func run(
        _ leg: WalkPlan.WalkRun,
        in directory: WorkDirectory,
        _ sandbox: RunningSandbox,
        _ story: inout [String]
    ) async throws -> Outcome {
        let before = try await sandbox.ledger.requests
        var stimulus = stimulus(leg)
        stimulus.acts = leg.acts.map { act in
            if case .wait(.requests(let count)) = act { .wait(.requests(before + count)) } else { act }
        }
        let report = directory.contents("report.ndjson")
        var outcome = try await stimulus.run(in: directory, against: sandbox)
        if case .signal = outcome.ending, report?.isEmpty == false {
            outcome.hasAddedNothing = outcome.report == report && outcome.summaryModes.isEmpty
        }
        story.append("signals \(leg.signals): \(outcome)")
        return outcome
    }

    private func problems(_ outcome: Outcome, _ leg: WalkPlan.WalkRun) async throws -> [String] {
        let stimulus = stimulus(leg)
        let mishaps = try await Mishaps(outcome.served.requests) { stimulus.storedEvent($0).line }
        let invariants = WalkInvariants(input: plan.input, lines: lines, mishaps: mishaps)
        return invariants.violations(of: stimulus, outcome, signals: leg.signals)
    }

    /// Whether another `--resume` would change nothing.
    private func isOver(_ outcome: Outcome) -> Bool {
        switch outcome.ending {
        case .exit(0), .exit(65): true
        case .exit(75), .exit(76):
            outcome.rows.count == lines.raw.count && !outcome.rows.contains { $0.reason == "stopped" }
        default: false
        }
    }

    /// Every acceptable line is at the service in the end, and nothing else is.
    private func replay(
        _ last: Outcome,
        in directory: WorkDirectory,
        _ sandbox: RunningSandbox,
        _ story: inout [String]
    ) async throws -> [String] {
        var violations: [String] = []
        let pending = last.rows.filter { $0.status.isPending }.map(\.line)
        var arrived = Set(last.rows.filter { $0.status == .imported }.map(\.line))
        let stimulus = stimulus(["replay", "report.ndjson", "--report", "again.ndjson"])
        var served = last.served
        if !pending.isEmpty {
            let outcome = try await stimulus.run(in: directory, against: sandbox)
            story.append("replay: \(outcome)")
            served = outcome.served
            arrived.formUnion(outcome.rows.filter { $0.status == .imported }.map(\.line))
            if outcome.rows.map(\.line) != pending { violations.append("a replay of other lines than \(pending)") }
            let isOver = outcome.ending == .exit(0) || outcome.ending == .exit(65)
            if !isOver || outcome.rows.contains(where: { $0.status.isPending }) {
                violations.append("the replay is not over")
            }
        }
        let mishaps = try await Mishaps(served.requests) { stimulus.storedEvent($0).line }
        for (index, kind) in plan.input.kinds.enumerated() where kind == .good || kind == .poison {
            let row = last.rows[index]
            let isRefused = row.status == .rejected && mishaps.explain(row, lines.event(row.line))
            if !arrived.contains(row.line), !isRefused { violations.append("never imported: \(row.text)") }
        }
        let stored = Set(served.events.map { stimulus.storedEvent($0).line })
        let wanted = stimulus.derivesByLine ? stored.count...lines.raw.count : stored.count...stored.count
        let distinct = served.ledger.distinct
        if !wanted.contains(distinct) { violations.append("\(distinct) after deduplication, expected \(wanted)") }
        return violations
    }
}
