/// Consecutive lines of the input as they were read, the unit that is sent, judged and reported together.
package struct Batch: Sendable {
    /// The lines one after the other, byte for byte, each with its `\n` (also the last one of the input).
    package var bytes: [UInt8] = []
    /// For each line the offset in `bytes` just behind its `\n`.
    package var lineEnds: [Int] = []
    package var numbers: LineNumbers
    /// The run that a replay repeats may have sent some of the lines.
    package var mayBeHeld = false

    package init(numbers: LineNumbers) {
        self.numbers = numbers
    }

    package var count: Int { lineEnds.count }
    package var isEmpty: Bool { lineEnds.isEmpty }

    /// The bytes of a line and its `\n`.
    package func range(ofLine index: Int) -> Range<Int> {
        (index == 0 ? 0 : lineEnds[index - 1])..<lineEnds[index]
    }
}

/// The input's numbers, from 1, of a batch's lines.
package enum LineNumbers: Sendable, Equatable {
    /// Every line of the input.
    case consecutive(from: Int)
    /// Those that a replay picked.
    case picked([Int])

    package func number(ofLine index: Int) -> Int {
        switch self {
        case .consecutive(let first): first + index
        case .picked(let numbers): numbers[index]
        }
    }
}

extension Batch {
    /// The bytes behind the last line become the next line.
    package mutating func take(number: Int) {
        lineEnds.append(bytes.count)
        guard case .picked(var picked) = numbers else { return }
        numbers = .picked([])  // so that the array is appended to in place
        picked.append(number)
        numbers = .picked(picked)
    }
}

extension Batch {
    var lastNumber: Int { isEmpty ? 0 : numbers.number(ofLine: count - 1) }
}
