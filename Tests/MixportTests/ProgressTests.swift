import Foundation
import MixpanelSandbox
import Testing

@Suite struct ProgressTests {
    /// On a terminal: a second of three lines, then two lines more.
    private static func stimulus(_ arguments: String..., faults: [FaultRule] = []) -> Case {
        let acts: [Action] = [
            .write(Event.lines(3)), .wait(.rows(3)), .pause(.seconds(1)), .write(Event.lines(4...5)),
        ]
        return Case(.script(acts), ["--max-delay", "0"] + arguments, faults: faults).with { stimulus in
            stimulus.hasTerminal = true
            stimulus.environment["TERM"] = "xterm"
            stimulus.environment["NO_COLOR"] = "1"
        }
    }

    private static func run(_ stimulus: Case) async throws -> Outcome {
        let outcome = try await Chain.with(stimulus.service) { chain in
            try await stimulus.run(in: chain.directory, against: chain.sandbox)
        }
        #expect(outcome.count(.imported) == 5, "\(outcome)")
        return outcome
    }

    /// The live lines, one after the other, without the summary after them.
    private static func liveLines(_ outcome: Outcome) -> [String] {
        let drawn = outcome.standardError.components(separatedBy: "\r").map { $0.replacing("\u{1B}[K", with: "") }
        return drawn.filter { !$0.isEmpty && !$0.contains("imported    ") && !$0.contains("\n") }
    }

    @Test func `a live line is drawn on a terminal, and is gone at the end`() async throws {
        let outcome = try await Self.run(Self.stimulus())
        let text = outcome.standardError
        #expect(text.contains("3 imported") && text.contains("/s") && text.contains("in flight"), "\(outcome)")
        #expect(Self.liveLines(outcome).allSatisfy { !$0.contains("%") }, "\(outcome)")
        let drawn = text.components(separatedBy: "in flight").count - 1
        #expect(drawn >= 2)
        // Five times a second.
        #expect(Double(drawn) <= outcome.duration / .seconds(1) * 5 + 2, "\(outcome)")
        let screen = Screen(text).lines
        #expect(!screen.contains { $0.contains("in flight") }, "\(screen)")
        #expect(screen.contains { $0.contains(/^imported +5 +100.00 %$/) }, "\(screen)")
        #expect(screen.contains { $0.contains(/^lines +5   all accounted for, to the end of the input$/) }, "\(screen)")
    }

    @Test func `colours are for terminals, and for who asks for them`() async throws {
        for (terminal, environment, option, isColoured) in [
            (true, nil, "auto", true), (true, "1", "auto", false), (true, "1", "always", true),
            (true, nil, "never", false), (false, nil, "auto", false),
        ] {
            let stimulus = Self.stimulus("--color", option).with { stimulus in
                stimulus.hasTerminal = terminal
                stimulus.environment["NO_COLOR"] = environment
            }
            let outcome = try await Self.run(stimulus)
            #expect(outcome.standardError.contains("\u{1B}[32mimported") == isColoured, "\(option): \(outcome)")
        }
    }

    @Test func `the live line makes room for messages`() async throws {
        let faults: [FaultRule] = [
            .request(.number(1), .delayed(by: .milliseconds(500))),
            .request(.number(2), .rateLimited(retryAfter: "soon")),
        ]
        let outcome = try await Self.run(Self.stimulus("--retry-delay", "400ms", faults: faults))
        let screen = Screen(outcome.standardError).lines
        #expect(screen.contains { $0.hasPrefix("mixport: ") && $0.contains("Retry-After") }, "\(screen)")
        #expect(!screen.contains { $0.contains("in flight") }, "\(screen)")
        #expect(outcome.standardError.contains("429, next try in "), "\(outcome)")
    }

    @Test func `a live line is never longer than the terminal is wide`() async throws {
        let outcome = try await Self.run(Self.stimulus("--expect-lines", "5"))
        let drawn = Self.liveLines(outcome)
        #expect(!drawn.isEmpty && drawn.allSatisfy { $0.count < 80 }, "\(drawn)")
    }

    @Test func `the wait and what is left can be seen on a narrow terminal`() async throws {
        let faults: [FaultRule] = [.request(.number(2), .rateLimited(retryAfter: "3"))]
        let outcome = try await Self.run(Self.stimulus("--expect-lines", "5", faults: faults))
        let drawn = Self.liveLines(outcome)
        let waiting = drawn.filter { $0.contains("429") }
        #expect(!waiting.isEmpty && waiting.allSatisfy { $0.count < 80 }, "\(drawn)")
        let isWhole = waiting.allSatisfy { $0.contains(/^ 60%.*  3 imported  429(, next try in [0-9]+s)?  0 rejected/) }
        #expect(isWhole, "\(waiting)")
    }

    @Test func `percent are given where the number of lines is known`() async throws {
        let outcome = try await Self.run(Self.stimulus("--expect-lines", "5"))
        #expect(outcome.standardError.contains("60%"), "\(outcome)")
    }

    @Test(arguments: [["-q"], ["-v"], ["--progress", "none"], ["--progress", "plain"]])
    func `options keep the live line away`(arguments: [String]) async throws {
        let outcome = try await Self.run(Self.stimulus().with { $0.arguments += arguments })
        #expect(!outcome.errors.contains(0x1B) && !outcome.standardError.contains("in flight"), "\(outcome)")
        if arguments == ["-q"] { #expect(outcome.errors.isEmpty) }
    }

    @Test(arguments: ["dumb", nil]) func `there is no live line without a terminal that can redraw it`(
        terminal: String?
    ) async throws {
        let stimulus = Self.stimulus().with { stimulus in
            if let terminal { stimulus.environment["TERM"] = terminal } else { stimulus.hasTerminal = false }
        }
        let outcome = try await Self.run(stimulus)
        #expect(!outcome.errors.contains(0x1B) && !outcome.standardError.contains("in flight"), "\(outcome)")
        #expect(outcome.standardError.contains("5 lines = 5 imported"))
    }

    @Test func `the live line is gone before a run that stops says why`() async throws {
        let faults: [FaultRule] = [
            .request(.number(2), RequestFault.status(401).delayed(by: .milliseconds(600)))
        ]
        let stimulus = Self.stimulus(faults: faults)
        let outcome = try await Chain.with(stimulus.service) { chain in
            try await stimulus.run(in: chain.directory, against: chain.sandbox)
        }
        #expect(outcome.ending == .exit(77), "\(outcome)")
        let screen = Screen(outcome.standardError).lines
        #expect(screen.contains { $0.hasPrefix("mixport: stopping") }, "\(screen)")
        #expect(screen.last?.hasPrefix("next: \(Binary.path) ") == true, "\(screen)")
        #expect(!screen.contains { $0.contains("in flight") }, "\(screen)")
    }
}
