import Foundation
import MixpanelSandbox
import Testing

/// Runs in one directory against one service, one after the other.
struct Chain: Sendable {
    let directory: WorkDirectory
    let sandbox: RunningSandbox

    static func with<Result: Sendable>(
        _ service: SandboxConfiguration,
        _ body: @Sendable (Chain) async throws -> Result
    ) async throws -> Result {
        try await Gate.shared.pass {
            try await WorkDirectory.with { directory in
                try await Sandbox.withServer(service) { sandbox in
                    try await body(Chain(directory: directory, sandbox: sandbox))
                }
            }
        }
    }

    /// A run that obeys the laws: what its report says of all lines is true of all that the service has seen so far.
    @discardableResult
    func run(
        _ stimulus: Case,
        exit code: Int32,
        _ rows: Rows...,
        requests: Amount? = nil,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        let before = try await sandbox.ledger.requests
        let outcome = try await stimulus.run(in: directory, against: sandbox)
        var seen = outcome
        // What a resumed run had cut to nothing stays.
        if seen.rejects?.isEmpty == true { seen.rejects = nil }
        if seen.pending?.isEmpty == true { seen.pending = nil }
        var invariants = Invariants(stimulus, seen)
        invariants.check()
        var violations = Expected(ending: .exit(code), rows: rows).violations(outcome) + invariants.violations
        let sent = outcome.served.ledger.requests - before
        if let requests, !requests.range.contains(sent) {
            violations.append("expected \(requests) requests, got \(sent)")
        }
        report(violations, outcome, location)
        return outcome
    }

    /// A run that refuses to begin: it sends nothing, and every file in the directory stays as it is.
    @discardableResult
    func refuses(
        _ stimulus: Case,
        exits codes: Int32...,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        let before = (try await sandbox.ledger.requests, files: files)
        let outcome = try await stimulus.run(in: directory, against: sandbox)
        var violations: [String] = []
        if outcome.isHung || !codes.contains(where: { outcome.ending == .exit($0) }) {
            violations.append("expected one of \(codes), got \(outcome.ending)")
        }
        let sent = outcome.served.ledger.requests - before.0
        if sent != 0 { violations.append("it sent \(sent) requests") }
        if outcome.errors.isEmpty { violations.append("it said nothing") }
        for name in Set(files.keys).union(before.files.keys).sorted() where files[name] != before.files[name] {
            violations.append("\(name) was \(before.files[name] ?? "not there"), is \(files[name] ?? "not there")")
        }
        report(violations, outcome, location)
        return outcome
    }

    private func report(_ violations: [String], _ outcome: Outcome, _ location: SourceLocation) {
        guard !violations.isEmpty else { return }
        let text = (violations.prefix(20).map { String($0.prefix(600)) } + [outcome.description]).joined(
            separator: "\n"
        )
        Issue.record(Comment(rawValue: text), sourceLocation: location)
    }

    /// What stands in the directory's files, but for summaries, which say how long a run took.
    var files: [String: String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return names.filter { !$0.hasSuffix(".summary.json") }.reduce(into: [:]) { files, name in
            files[name] = directory.contents(name).map { String(decoding: $0, as: UTF8.self) } ?? "no file"
        }
    }
}
