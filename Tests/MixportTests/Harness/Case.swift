import Foundation
import MixpanelSandbox
import Testing

/// A stimulus: what the program is given and how the service behaves. `gives` says what must be seen.
struct Case: Sendable {
    enum Input: Sendable {
        /// Through a pipe, as fast as it is read.
        case bytes([UInt8])
        case file([UInt8])
        /// A pipe that stays open until the acts are over.
        case script([Action])
        case closed
        case directory
        case terminal
        /// As it is opened.
        case descriptor(@Sendable () -> Int32)
    }

    /// The token of all cases; it must never be seen again.
    static let secret = "5ecre7-70ken-0f-a11-ca5es-never-5een"

    var input: Input
    var arguments: [String]
    /// The lines that the program finds in its input, where these are not simply the bytes.
    var lines: [UInt8]?
    var environment: [String: String] = ["MIXPANEL_TOKEN": Case.secret]
    var service = SandboxConfiguration()
    /// Beside the acts of the input.
    var acts: [Action] = []
    /// Puts things into the work directory before the program starts.
    var prepare: @Sendable (WorkDirectory) throws -> Void = { _ in }
    /// A command that starts the program, such as `/bin/sh -c 'umask 0; exec "$@"' sh`.
    var launcher: [String] = []
    /// A path in place of the pipe that collects.
    var standardOutput: String?
    /// Standard error is a terminal in place of a pipe.
    var hasTerminal = false
    /// How wide that terminal is; 0: it does not say.
    var terminalColumns: UInt16 = 0
    /// Arguments that every case gets unless it has its own.
    var defaults = ["--endpoint", "{url}", "--report", "report.ndjson", "--retry-delay", "20ms", "--concurrency", "1"]
    /// Whether the laws include a second run.
    var converges = true
    var patience = Duration.seconds(60)

    init(_ input: Input, _ arguments: [String], faults: [FaultRule] = []) {
        self.input = input
        self.arguments = arguments
        service.faults = faults
        service.keepEvents = true
        service.credentials = BasicAuth(user: Self.secret, password: "")
        if arguments.contains("--dry-run") || arguments.contains("--sandbox") {
            defaults.removeFirst(2)
            environment = [:]
        }
    }

    init(_ input: Input, _ arguments: String..., faults: [FaultRule] = []) {
        self.init(input, arguments, faults: faults)
    }

    init(_ input: [UInt8], _ arguments: String..., faults: [FaultRule] = []) {
        self.init(.bytes(input), arguments, faults: faults)
    }

    init(_ input: String, _ arguments: String..., faults: [FaultRule] = []) {
        self.init(.bytes(Array(input.utf8)), arguments, faults: faults)
    }

    /// The same case, but for what `change` does to it.
    func with(_ change: (inout Case) -> Void) -> Case {
        var other = self
        change(&other)
        return other
    }

    /// `--fail-on`.
    var failureLevel: String {
        arguments.firstIndex(of: "--fail-on").map { arguments[$0 + 1] } ?? "rejected"
    }

    /// As the contract reads the input.
    var inputLines: InputLines {
        if let lines { return InputLines(lines) }
        switch input {
        case .bytes(let bytes), .file(let bytes): return InputLines(bytes)
        case .script(let acts): return InputLines(acts.flatMap(\.written))
        case .closed, .directory, .terminal, .descriptor: return InputLines([])
        }
    }

    /// Runs the program once and checks the laws, then what is expected beyond them.
    @discardableResult
    func gives(
        exit code: Int32,
        _ rows: Rows...,
        requests: Amount? = nil,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        try await check(Expected(ending: .exit(code), rows: rows, requests: requests), location)
    }

    @discardableResult
    func gives(
        signal: Int32,
        _ rows: Rows...,
        requests: Amount? = nil,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        try await check(Expected(ending: .signal(signal), rows: rows, requests: requests), location)
    }

    private func check(_ expected: Expected, _ location: SourceLocation) async throws -> Outcome {
        try await Gate.shared.pass {
            try await WorkDirectory.with { directory in
                try await Sandbox.withServer(service) { sandbox in
                    try prepare(directory)
                    let outcome = try await run(in: directory, against: sandbox)
                    var invariants = Invariants(self, outcome)
                    invariants.check()
                    var violations = expected.violations(outcome) + invariants.violations
                    if converges, violations.isEmpty {
                        violations += try await Convergence(self, outcome).violations(in: directory, sandbox)
                    }
                    if !violations.isEmpty {
                        let text = (violations.prefix(20) + [outcome.description]).joined(separator: "\n")
                        Issue.record(Comment(rawValue: text), sourceLocation: location)
                    }
                    return outcome
                }
            }
        }
    }
}
