import Foundation
import MixpanelSandbox
import Testing

/// The live line in its states, on terminals of two widths.
@Suite struct LiveScreenTests {
    private static let threeThenTwo: [Action] = [
        .write(Event.lines(3)), .wait(.rows(3)), .pause(.seconds(1)), .write(Event.lines(4...5)),
    ]

    private static func check(_ screen: Screen, _ columns: UInt16, has state: Regex<Substring>) {
        Captured.expectFits(screen, columns: columns)
        Captured.expectWholeParts(screen)
        #expect(screen.frames.contains { $0.contains(state) }, "\(screen.frames)")
        #expect(!screen.lines.contains { $0.contains("in flight") && !$0.hasPrefix("mixport: ") }, "\(screen.lines)")
    }

    @Test(arguments: Captured.widths) func `how much is done, how fast, and how long it takes`(
        columns: UInt16
    ) async throws {
        let options = ["--max-delay", "0", "--expect-lines", "5"]
        let (screen, outcome) = try await Captured.run(.script(Self.threeThenTwo), options, columns: columns)
        #expect(outcome.count(.imported) == 5, "\(outcome)")
        Self.check(screen, columns, has: /^ 60%  [━╸─]+  3 imported  [0-9]+\/s  .*0 rejected/)
        let hasAll = screen.frames.contains { $0.contains(/in flight  [0-9]+s elapsed/) }
        #expect(hasAll || columns < 200, "\(screen.frames)")
        // Nothing is known of bytes before the first ones are sent, and nothing is said of them.
        #expect(!screen.frames.contains { $0.contains("0 bytes/s") }, "\(screen.frames)")
    }

    @Test(arguments: Captured.widths) func `a wait that the service asks for`(columns: UInt16) async throws {
        let faults: [FaultRule] = [.request(.number(2), .rateLimited(retryAfter: "3"))]
        let options = ["--max-delay", "0", "--expect-lines", "5"]
        let (screen, _) = try await Captured.run(.script(Self.threeThenTwo), options, columns: columns, faults: faults)
        Self.check(screen, columns, has: /^ 60%.*  3 imported  429(?:, next try in [0-9]+s)?  .*0 rejected/)
    }

    @Test(arguments: Captured.widths) func `a first answer that takes its time`(columns: UInt16) async throws {
        let faults: [FaultRule] = [.request(.number(1), .delayed(by: .milliseconds(3_500)))]
        let (screen, _) = try await Captured.run(
            .file(Array(Event.lines(5).utf8)),
            [],
            columns: columns,
            faults: faults
        )
        Self.check(screen, columns, has: /0 imported  first answer awaited, [0-9]+s/)
    }

    /// While nothing gets through nobody knows how long it takes.
    @Test(arguments: Captured.widths) func `an outage, with when the run gives up`(columns: UInt16) async throws {
        let faults: [FaultRule] = [.request(.from(2), .status(503, body: "upstream connect error"))]
        let options = ["--max-delay", "0", "--expect-lines", "5", "--give-up-after", "13s", "--retry-delay", "100ms"]
        let (screen, outcome) = try await Captured.run(
            .script(Self.threeThenTwo),
            options,
            columns: columns,
            faults: faults
        )
        #expect(outcome.ending == .exit(75), "\(outcome)")
        let long = /503 for 1[0-9]s(?:, next try in [0-9]+s)?, gives up in [0-9]+s/
        Self.check(screen, columns, has: long)
        #expect(!screen.frames.contains { $0.contains(long) && $0.contains(" left") }, "\(screen.frames)")
        let said = screen.lines.filter { $0.hasPrefix("mixport: stopping") }
        #expect(said.count == 1 && said[0].contains("13s"), "\(screen.lines)")
        #expect(said[0].contains("http_503: upstream connect error"), "\(screen.lines)")
        // The summary beside the report says when, for the picture of the run.
        let rate = try #require(outcome.summaryObject?["rate"] as? [String: Any])
        let troubles = try #require(rate["troubles"] as? [[String: Any]], "\(rate)")
        #expect(troubles.map { $0["cause"] as? String } == ["http_503"], "\(rate)")
        let (from, to) = (troubles[0]["from"] as? Double, troubles[0]["to"] as? Double)
        #expect(try #require(to) - #require(from) > 9, "\(rate)")
    }

    @Test(arguments: Captured.widths) func `a rate that is kept`(columns: UInt16) async throws {
        let options = ["--rate", "2000/3s"]
        let text = Array(Event.lines(4_000).utf8)
        let (screen, outcome) = try await Captured.run(.file(text), options, columns: columns)
        #expect(outcome.ending == .exit(0), "\(outcome)")
        Self.check(screen, columns, has: /2,000 imported  paced [0-9.,]+k?\/s/)
    }

    @Test(arguments: Captured.widths) func `a stop, and the run that goes on after it`(columns: UInt16) async throws {
        let slow = FaultRule.request(.number(2), .delayed(by: .milliseconds(1_500)))
        let text = Array(Event.lines(200).utf8)
        let stimulus = Captured.onTerminal(Case(.file(text), ["--batch-events", "100"], faults: [slow]), columns)
            .with { $0.acts = [.wait(.requests(2)), .signal(SIGINT)] }
        try await Chain.with(stimulus.service) { chain in
            let first = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            let stopped = Screen(first.standardError)
            #expect(first.ending == .signal(SIGINT), "\(first)")
            Self.check(
                stopped,
                columns,
                has: /stopping: 1 request in flight, at most [0-9]+s; Ctrl-C again abandons them/
            )
            #expect(stopped.lines.contains { $0.hasPrefix("mixport: stopping on signal 2 (Ctrl-C)") }, "\(stopped)")
            try await chain.sandbox.play([])
            let again = Captured.onTerminal(Case(.file(text), ["--resume"]), columns)
            let second = try await again.run(in: chain.directory, against: chain.sandbox)
            let resumed = Screen(second.standardError)
            #expect(second.ending == .exit(0) && second.rows.count == 200, "\(second)")
            Captured.expectFits(resumed, columns: columns)
            #expect(resumed.lines.contains { $0.contains(/^lines +200   all accounted for, to the end/) }, "\(resumed)")
        }
    }
}
