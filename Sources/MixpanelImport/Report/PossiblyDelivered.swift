/// Lines without a verdict that an earlier, interrupted run may have sent: calling them undelivered could be untrue.
package struct PossiblyDelivered: Sendable {
    /// In a replay they can lie anywhere after its last row.
    package var isOfReplay = false
    private var ranges: [Range<Int>] = []
    private var lastLine: Int?

    package init() {}

    /// A line of the earlier run's report that had no verdict when it stopped.
    mutating func append(line: Int, isHeld: Bool) {
        lastLine = line
        guard isHeld else { return }
        if let last = ranges.last, last.upperBound == line {
            ranges[ranges.count - 1] = last.lowerBound..<(line + 1)
        } else {
            ranges.append(line..<(line + 1))
        }
    }

    /// A run that was killed may have sent lines after its last row, too.
    package func includes(_ lines: ClosedRange<Int>, resumedAfter line: Int) -> Bool {
        let end = max(line, lastLine ?? 0)
        let beyond = (end + 1)..<(isOfReplay ? Int.max : end + 1 + WindowLimits.mostLines)
        return beyond.overlaps(Range(lines)) || ranges.contains { $0.overlaps(Range(lines)) }
    }
}
