/// The input of a walk, and what a service that is well makes of each line.
struct WalkInput {
    enum Kind: Equatable {
        /// Imported in the end.
        case good
        /// Imported in the end, but trouble as long as the walk's faults last.
        case poison
        case blank
        /// Rejected by the program.
        case unsendable
        /// Rejected by the service.
        case invalid
    }

    /// Longer lines are rejected.
    static let maxLineBytes = 20_000
    static let poison = "poison"

    private(set) var bytes: [UInt8] = []
    private(set) var kinds: [Kind] = []
    private var goodLines: [[UInt8]] = []

    init(lines: Int, hasPoison: Bool, _ dice: inout Dice) {
        for number in 0..<lines {
            var line: [UInt8]
            let kind: Kind
            if !goodLines.isEmpty, dice.rolls(0.02) {
                (kind, line) = (.good, goodLines.randomElement(using: &dice)!)
            } else {
                (kind, line) = Self.line(number + 1, hasPoison: hasPoison, &dice)
                if kind == .good { goodLines.append(line) }
            }
            if kind == .good, dice.rolls(0.05) { line = Array(" \t".utf8) + line + Array(" ".utf8) }
            if dice.rolls(0.05) { line.append(0x0D) }
            bytes += line
            if number < lines - 1 || line.isEmpty || dice.rolls(0.7) { bytes.append(0x0A) }
            kinds.append(kind)
        }
    }

    private static func line(_ number: Int, hasPoison: Bool, _ dice: inout Dice) -> (Kind, [UInt8]) {
        let event = Event.line(number)
        switch dice.percent() {
        case 0..<2: return (.unsendable, Array(event.utf8.dropLast(dice.draw(1...60))))
        case 2..<4: return (.blank, Array(repeating: 0x20, count: dice.draw(0...3)))
        case 4..<5:
            return (
                .unsendable, Array(["null", "{}", "[1]", "1e5", "{\"event\":\"e\"}"].randomElement(using: &dice)!.utf8)
            )
        case 5..<6:
            return (.unsendable, Array(Event.line(number, value: "\"").utf8) + [0xFF, 0xFE] + Array("\"}}".utf8))
        case 6..<7:
            return (
                .unsendable, Array(Event.line(number, value: "\"\(text(maxLineBytes + dice.draw(0...40_000)))\"").utf8)
            )
        case 7..<9: return (.invalid, Array(event.replacing(#""time":17"#, with: #""time":"x","y":17"#).utf8))
        case 9..<10:
            return (.invalid, Array(event.replacing(#""distinct_id":"u"#, with: #""distinct_id":"null","v":"u"#).utf8))
        case 10..<12 where hasPoison: return (.poison, Array(Event.line(number, value: "\"\(poison)\"").utf8))
        case 12..<22: return (.good, Array(Event.anonymous(number).utf8))
        case 22..<24: return (.good, Array(Event.line(number, value: "\"\(text(dice.draw(100...10_000)))\"").utf8))
        case 24..<30:
            return (.good, Array(Event.line(number, value: #"["é\u00e9 ",1e-7,-0.0,{"a":null},"\ud83d\ude00"]"#).utf8))
        default: return (.good, Array(event.utf8))
        }
    }

    private static func text(_ count: Int) -> String { String(repeating: "x", count: count) }
}
