import Foundation
import MixpanelSandbox
import Testing

/// How much is done and how long the rest takes, where that is not simply what has been read of the input.
@Suite struct TimeLeftTests {
    /// Of the frames that have both: percent, and seconds left where they are known.
    private static func figures(_ screen: Screen) -> [(percent: Int, left: String?)] {
        screen.frames.compactMap { frame in
            guard let percent = frame.firstMatch(of: /^ *([0-9]+)%/).flatMap({ Int($0.1) }) else { return nil }
            return (percent, frame.firstMatch(of: /([0-9hms]+|long) left/).map { String($0.1) })
        }
    }

    private static let many = Array(Event.lines(20_000).utf8)

    @Test func `a resumed run begins with what is done, and no line of an earlier run counts for its rate`()
        async throws
    {
        let options = ["--batch-events", "500", "--concurrency", "1"]
        let stimulus = Case(.file(Self.many), options + ["--limit", "15000", "-q"])
        try await Chain.with(stimulus.service) { chain in
            let first = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(first.ending == .exit(0) && first.count(.imported) == 15_000, "\(first)")
            try await chain.sandbox.play([.request(.always, .delayed(by: .milliseconds(400)))])
            let again = Captured.onTerminal(Case(.file(Self.many), options + ["--resume"]), 200)
            let outcome = try await again.run(in: chain.directory, against: chain.sandbox)
            let screen = Screen(outcome.standardError)
            let figures = Self.figures(screen)
            #expect(!figures.isEmpty && figures.allSatisfy { $0.percent >= 70 }, "\(screen.frames)")
            let early = figures.filter { $0.percent < 88 }.compactMap(\.left)
            #expect(!early.contains("0s"), "\(screen.frames)")
            #expect(!screen.frames.contains { $0.contains("-") }, "\(screen.frames)")
        }
    }

    @Test func `a limit is the end that percent and time left are of`() async throws {
        let slow = FaultRule.request(.always, .delayed(by: .milliseconds(400)))
        let options = ["--limit", "2000", "--batch-events", "500"]
        let (screen, outcome) = try await Captured.run(.file(Self.many), options, columns: 200, faults: [slow])
        #expect(outcome.count(.imported) == 2_000, "\(outcome)")
        #expect(Self.figures(screen).contains { $0.percent == 75 }, "\(screen.frames)")
        let whole = ["--expect-lines", "20000"] + options
        let (other, _) = try await Captured.run(.file(Self.many), whole, columns: 200, faults: [slow])
        #expect(Self.figures(other).contains { $0.percent == 75 }, "\(other.frames)")
    }

    @Test func `the time left is not made longer by a wait`() async throws {
        let text = Array(Event.lines(1_000).utf8)
        let faults: [FaultRule] = [
            .request(.number(40), .rateLimited(retryAfter: "6")), .request(.always, .delayed(by: .milliseconds(100))),
        ]
        let options = ["--batch-events", "10", "--expect-lines", "1000"]
        let (screen, outcome) = try await Captured.run(.file(text), options, columns: 200, faults: faults)
        #expect(outcome.count(.imported) == 1_000, "\(outcome)")
        let waiting = screen.frames.filter { $0.contains("429, next try in ") }
        let left = Set(waiting.compactMap { $0.firstMatch(of: /([0-9hms]+) left/).map { String($0.1) } })
        #expect(waiting.count > 3 && left.count == 1, "\(screen.frames)")
    }

    /// One refusal is a pause for all; others that were under way may succeed meanwhile.
    @Test func `a wait after a single refusal is said, and stands in the summary`() async throws {
        let text = Array(Event.lines(2_000).utf8)
        let faults: [FaultRule] = [
            .request(.number(3), .status(503)), .request(.numbers(1...4), .delayed(by: .milliseconds(400))),
        ]
        let options = ["--batch-events", "100", "--concurrency", "4", "--retry-delay", "1s"]
        let (screen, outcome) = try await Captured.run(.file(text), options, columns: 200, faults: faults)
        #expect(outcome.count(.imported) == 2_000, "\(outcome)")
        #expect(screen.frames.contains { $0.contains(/503, next try in [0-9]+s/) }, "\(screen.frames)")
        let rate = try #require(outcome.summaryObject?["rate"] as? [String: Any])
        let troubles = try #require(rate["troubles"] as? [[String: Any]], "\(rate)")
        #expect(troubles.map { $0["cause"] as? String } == ["http_503"], "\(rate)")
        let waited = (troubles.first?["to"] as? Double ?? 0) - (troubles.first?["from"] as? Double ?? 0)
        #expect(waited > 1, "\(rate)")
    }

    /// A terminal shows what is typed, also `^C`, which must not begin a new line.
    @Test func `the live line leaves room for what a terminal shows of Ctrl-C`() async throws {
        let slow = FaultRule.request(.always, .delayed(by: .milliseconds(300)))
        for columns in stride(from: UInt16(60), through: 100, by: 4) {
            let options = ["--expect-lines", "30", "--batch-events", "10"]
            let text = Array(Event.lines(30).utf8)
            let (screen, _) = try await Captured.run(.file(text), options, columns: columns, faults: [slow])
            let wide = screen.frames.filter { $0.count > Int(columns) - 3 }
            #expect(!screen.frames.isEmpty && wide.isEmpty, "\(columns): \(wide)")
        }
    }

    /// What nobody answered was not done, and is no part of how fast the run was.
    @Test func `the rate over time is of lines with an answer`() async throws {
        let text = Array(Event.lines(5_000).utf8)
        let options = ["--batch-events", "10", "--give-up-after", "2s"]
        let stimulus = Case(.file(text), options, faults: [.request(.from(3), .rateLimited())])
        try await Chain.with(stimulus.service) { chain in
            let first = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            #expect(first.count(.imported) == 20 && first.count(.undelivered) > 20, "\(first)")
            #expect(Self.lines(first) == 20, "\(first.summaryObject?["rate"] ?? "")")
            try await chain.sandbox.play([])
            let second = try await stimulus.with { $0.arguments += ["--resume"] }
                .run(in: chain.directory, against: chain.sandbox)
            #expect(second.count(.imported) == 5_000, "\(second)")
            #expect(Self.lines(second) == 4_980, "\(second.summaryObject?["rate"] ?? "")")
        }
    }

    private static func lines(_ outcome: Outcome) -> Int? {
        ((outcome.summaryObject?["rate"] as? [String: Any])?["lines"] as? [Int])?.reduce(0, +)
    }
}
