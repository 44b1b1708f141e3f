import MixpanelSandbox
import Testing

/// Runs whose standard error is a terminal of a width, as a person sees them.
enum Captured {
    static let widths: [UInt16] = [80, 200]

    static func run(
        _ input: Case.Input,
        _ arguments: [String],
        columns: UInt16,
        faults: [FaultRule] = [],
        _ change: (inout Case) -> Void = { _ in }
    ) async throws -> (screen: Screen, outcome: Outcome) {
        let stimulus = onTerminal(Case(input, arguments, faults: faults), columns).with(change)
        return try await Chain.with(stimulus.service) { chain in
            try stimulus.prepare(chain.directory)
            let outcome = try await stimulus.run(in: chain.directory, against: chain.sandbox)
            return (Screen(outcome.standardError), outcome)
        }
    }

    static func onTerminal(_ stimulus: Case, _ columns: UInt16) -> Case {
        stimulus.with { stimulus in
            stimulus.hasTerminal = true
            stimulus.terminalColumns = columns
            stimulus.environment["TERM"] = "xterm-256color"
            stimulus.environment["LANG"] = "C.UTF-8"
        }
    }

    /// Lines that may be longer than the terminal is wide: messages are one line each, and commands are to be copied.
    static func isWhole(_ line: String) -> Bool {
        ["mixport: ", "next: ", "why: ", "look at: ", "if the input cannot be read again: "]
            .contains { line.hasPrefix($0) }
    }

    static func expectFits(_ screen: Screen, columns: UInt16, _ location: SourceLocation = #_sourceLocation) {
        let wide = screen.lines.filter { $0.count > columns && !isWhole($0) }
        #expect(wide.isEmpty, "\(wide)", sourceLocation: location)
        let wideFrames = screen.frames.filter { $0.count >= columns }
        #expect(wideFrames.isEmpty, "\(wideFrames)", sourceLocation: location)
    }

    /// Each part of a live line is whole: what stands between two blanks is one of these.
    static func expectWholeParts(_ screen: Screen, _ location: SourceLocation = #_sourceLocation) {
        let parts: [Regex<Substring>] = [
            /[0-9]+%/, /[━╸─]+/, /[0-9,]+ (?:imported|valid)/, /[0-9.,]+[kMG]?\/s/, /paced [0-9.,]+[kMG]?\/s/,
            /[0-9.]+ (?:[kMG]B|bytes|byte)\/s/, /[0-9,]+ rejected/, /1 retry|[0-9,]+ retries/, /[0-9]+ in flight/,
            /[0-9hms]+ elapsed/, /[0-9hms]+ left|long left/, /(?:first answer awaited,|no answer for) [0-9hms]+/,
            /[a-z0-9_]+(?: for [0-9hms]+)?(?:, next try in [0-9hms]+)?(?:, gives up in [0-9hms]+)?/,
            /passing over lines that the report has: [0-9,]+/,
            /stopping: [0-9,]+ requests? in flight, at most [0-9hms]+; Ctrl-C again abandons them/,
        ]
        for frame in screen.frames {
            let found = frame.split(separator: "  ").map { $0.drop { $0 == " " } }
            let broken = found.filter { part in !parts.contains { part.wholeMatch(of: $0) != nil } }
            #expect(broken.isEmpty, "\(broken) in \(frame)", sourceLocation: location)
        }
    }
}
