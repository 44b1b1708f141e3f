import Glibc
import MixpanelSandbox
import Testing

@Suite struct ResumeTruthTests {
    /// The report is cut at the first line without a verdict; what stood after it is still at the service.
    @Test func `what an interrupted run had delivered is not called undelivered by the next`() async throws {
        let text = Event.line(1, #","x":"slow""#) + "\n" + Event.lines(2...6)
        var stimulus = Case(text, "--batch-events", "1", "--concurrency", "6", "--resume", "--timeout", "20s")
        stimulus.service.faults = [.request(.contains("slow"), .hang)]
        stimulus.acts = [.wait(.stored(5)), .pause(.milliseconds(100)), .signal(SIGINT), .signal(SIGTERM)]
        try await Gate.shared.pass {
            try await WorkDirectory.with { directory in
                try await Sandbox.withServer(stimulus.service) { sandbox in
                    let first = try await stimulus.run(in: directory, against: sandbox)
                    #expect(first.rows.map(\.status) == [.unknown] + Array(repeating: .imported, count: 5), "\(first)")
                    stimulus.acts = []
                    try await sandbox.play([.request(.always, .status(401))])
                    let second = try await stimulus.run(in: directory, against: sandbox)
                    #expect(second.ending == .exit(77))
                    var invariants = Invariants(stimulus, second)
                    invariants.check()
                    #expect(
                        invariants.violations.isEmpty,
                        "\(invariants.violations.joined(separator: "\n"))\n\(second)"
                    )
                    try await sandbox.play([])
                    let third = try await stimulus.run(in: directory, against: sandbox)
                    #expect(third.ending == .exit(0) && third.count(.imported) == 6, "\(third)")
                    #expect(third.served.ledger.distinct == 6)
                }
            }
        }
    }
}
