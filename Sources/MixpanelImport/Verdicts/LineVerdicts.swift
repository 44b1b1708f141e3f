/// The verdicts on the lines of one batch: a slot a line that points into a short list, as most lines share theirs.
package struct LineVerdicts: Sendable {
    private static let none = Int32(-1)

    private var slots: [Int32]
    /// The verdicts; one that was set for several lines or runs of lines stands here several times.
    private var list: [Verdict] = []

    package init(lines: Int) {
        slots = Array(repeating: Self.none, count: lines)
    }

    package subscript(line: Int) -> Verdict? {
        slots[line] == Self.none ? nil : list[Int(slots[line])]
    }

    /// Each line gets its verdict once.
    package mutating func set(_ verdict: Verdict, ofLine line: Int) {
        set(verdict, ofLines: CollectionOfOne(line))
    }

    package mutating func set(_ verdict: Verdict, ofLines lines: some Sequence<Int>) {
        if list.last != verdict { list.append(verdict) }
        let slot = Int32(list.count - 1)
        for line in lines {
            precondition(slots[line] == Self.none, "a line has one verdict")
            slots[line] = slot
        }
    }

    /// Changes verdicts that were set before, with one change for all lines that share a verdict.
    package mutating func revise(_ change: (inout Verdict) -> Void) {
        for index in list.indices { change(&list[index]) }
    }
}
