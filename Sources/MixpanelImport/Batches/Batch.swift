/// Lines of the input as they were read, in input order: the unit that is sent, judged and reported together.
package struct Batch: Sendable {
    /// The lines one after the other, byte for byte, each with its `\n` (also the last one of the input).
    package var bytes: [UInt8] = []
    /// For each line the offset in `bytes` just after its `\n`.
    package var lineEnds: [Int] = []
    package var numbers: LineNumbers
    /// The service may have some of the lines: an earlier run may have sent them.
    package var mayBeHeld = false
    /// Verdicts on lines, from 0, that were known before their bytes were looked at.
    package var faults: [Int: Verdict] = [:]

    package init(numbers: LineNumbers = .consecutive(from: 1)) {
        self.numbers = numbers
    }

    package var count: Int { lineEnds.count }
    package var isEmpty: Bool { lineEnds.isEmpty }

    /// The bytes of a line and its `\n`.
    package func range(ofLine index: Int) -> Range<Int> {
        (index == 0 ? 0 : lineEnds[index - 1])..<lineEnds[index]
    }

    /// Adds a line with its `\n`.
    package mutating func append(_ line: UnsafeRawBufferPointer, number: Int) {
        bytes.append(contentsOf: line)
        take(number: number)
    }

    /// The bytes after the last line become the next line.
    package mutating func take(number: Int) {
        numbers.append(number, at: lineEnds.count)
        lineEnds.append(bytes.count)
    }
}

/// The input's numbers, from 1, of a batch's lines.
package enum LineNumbers: Sendable, Equatable {
    /// Every line of the input from this one on.
    case consecutive(from: Int)
    /// Those that a replay picked.
    case picked([Int])

    package func number(ofLine index: Int) -> Int {
        switch self {
        case .consecutive(let first): first + index
        case .picked(let numbers): numbers[index]
        }
    }

    fileprivate mutating func append(_ number: Int, at index: Int) {
        switch self {
        case .consecutive where index == 0: self = .consecutive(from: number)
        case .consecutive(let first) where first + index == number: break
        case .consecutive(let first): self = .picked(Array(first..<(first + index)) + [number])
        case .picked(var numbers):
            self = .picked([])  // so that the array is appended to in place
            numbers.append(number)
            self = .picked(numbers)
        }
    }
}

extension Batch {
    var lastNumber: Int { isEmpty ? 0 : numbers.number(ofLine: count - 1) }
}
