import MixpanelSandbox

/// Three batches of 2000, 2000 and 1000 lines; the lines of the second have `"x":"second"`.
enum FiveThousand {
    static let second = 2_001...4_000

    /// Good lines, those in `poisoned` with `"x":"poison"` in place of what they had.
    static func lines(poisoned: Int..., poison: String = #","x":"poison""#) -> String {
        (1...5_000).map { number in
            if poisoned.contains(number) { return Event.line(number, poison) + "\n" }
            return Event.line(number, second.contains(number) ? #","x":"second""# : "") + "\n"
        }.joined()
    }
}

/// The same on a small scale: three batches of 20, 20 and 10 lines.
enum Fifty {
    static let lines = Event.lines(50)

    static func stimulus(_ arguments: String..., faults: [FaultRule] = []) -> Case {
        Case(.bytes(Array(lines.utf8)), ["--batch-events", "20"] + arguments, faults: faults)
    }
}

extension Outcome {
    /// The row of a line, if the run came that far.
    func row(_ line: Int) -> Row? { rows.first { $0.line == line } }
}

extension Case {
    /// The options as one text, with spaces between them.
    init(_ input: String, options: String, faults: [FaultRule] = []) {
        self.init(.bytes(Array(input.utf8)), options.split(separator: " ").map(String.init), faults: faults)
    }
}
